-- add
INSERT INTO announcements (bloc_id, text, file, audience, by, at) VALUES (:bloc_id, :text, :file, :audience, :by, :now) RETURNING id

-- of
SELECT a.id, a.bloc_id, a.text, a.file, a.audience, a.at, p.full_name AS by FROM announcements AS a JOIN people AS p ON p.id = a.by WHERE a.id = :id

-- latest
SELECT a.id, a.bloc_id, a.text, a.file, a.audience, a.at, p.full_name AS by FROM announcements AS a JOIN people AS p ON p.id = a.by
WHERE a.bloc_id = :bloc_id ORDER BY a.at DESC LIMIT :most

-- acknowledge
INSERT INTO acknowledgements (announcement_id, person_id, unit_id, at) VALUES (:id, :person_id, :unit_id, :now) ON CONFLICT DO NOTHING

-- units
SELECT u.id, u.name, count(DISTINCT k.person_id) AS acknowledged, count(DISTINCT s.person_id) AS people
FROM units AS u LEFT JOIN seats AS s ON s.unit_id = u.id AND s.until IS NULL
LEFT JOIN acknowledgements AS k ON k.unit_id = u.id AND k.announcement_id = :id
WHERE u.bloc_id = :bloc_id AND u.left_at IS NULL GROUP BY u.id ORDER BY u.position
