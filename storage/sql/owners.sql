-- offices
SELECT o.id, o.name,
       (SELECT json_group_array(w.person_id) FROM office_people AS w
        WHERE w.office_id = o.id AND EXISTS (SELECT 1 FROM seats AS s WHERE s.unit_id = o.unit_id AND s.person_id = w.person_id AND s.until IS NULL)) AS people
FROM offices AS o WHERE o.unit_id = :unit_id AND o.dropped_at IS NULL ORDER BY o.id

-- add_office
INSERT INTO offices (unit_id, name, folded) VALUES (:unit_id, :name, :folded)
ON CONFLICT (unit_id, folded) DO UPDATE SET dropped_at = NULL RETURNING id

-- empty_office
DELETE FROM office_people WHERE office_id = :id

-- drop_office
UPDATE offices SET dropped_at = :now WHERE id = :id

-- place
INSERT INTO office_people (unit_id, person_id, office_id, by, at) VALUES (:unit_id, :person_id, :office_id, :by, :now)
ON CONFLICT (unit_id, person_id) DO UPDATE SET office_id = excluded.office_id, by = excluded.by, at = excluded.at

-- displace
DELETE FROM office_people WHERE unit_id = :unit_id AND person_id = :person_id

-- assign
INSERT INTO assignments (sheet_id, address, office_id, person_id, by, at) VALUES (:sheet_id, :address, :office_id, :person_id, :by, :now)
ON CONFLICT (sheet_id, address) DO UPDATE SET office_id = excluded.office_id, person_id = excluded.person_id, by = excluded.by, at = excluded.at

-- unassign
DELETE FROM assignments WHERE sheet_id = :sheet_id AND address IN (SELECT value FROM json_each(:addresses))

-- earlier
SELECT r.text AS rubric_text,
       (SELECT json_group_array(json_object('address', x.address, 'office', x.office_id, 'person', x.person_id, 'name', coalesce(o.name, w.full_name)))
        FROM assignments AS x LEFT JOIN offices AS o ON o.id = x.office_id LEFT JOIN people AS w ON w.id = x.person_id
        WHERE x.sheet_id = e.id AND (o.dropped_at IS NULL)
          AND (x.person_id IS NULL OR EXISTS (SELECT 1 FROM seats AS t WHERE t.unit_id = e.unit_id AND t.person_id = x.person_id AND t.until IS NULL))) AS assignments,
       (SELECT json_group_array(json_object('person', t.person_id, 'office', f.office_id))
        FROM seats AS t LEFT JOIN office_people AS f ON f.unit_id = t.unit_id AND f.person_id = t.person_id
        WHERE t.unit_id = e.unit_id AND t.until IS NULL) AS seated
FROM sheets AS s JOIN periods AS p ON p.id = s.period_id
JOIN sheets AS e ON e.unit_id = s.unit_id AND e.id <> s.id JOIN periods AS q ON q.id = e.period_id AND q.opens_at <= p.opens_at
JOIN rubrics AS r ON r.id = q.rubric_id
WHERE s.id = :sheet_id AND EXISTS (SELECT 1 FROM assignments AS x WHERE x.sheet_id = e.id)
ORDER BY q.opens_at DESC, e.id DESC LIMIT 1

-- parts
SELECT t.person_id, s.id AS sheet_id, count(*) AS asked, count(a.address) AS answered
FROM sheets AS s JOIN assignments AS x ON x.sheet_id = s.id
JOIN (SELECT DISTINCT person_id, unit_id FROM seats WHERE until IS NULL) AS t ON t.unit_id = s.unit_id
LEFT JOIN office_people AS f ON f.unit_id = t.unit_id AND f.person_id = t.person_id
LEFT JOIN answers AS a ON a.sheet_id = s.id AND a.address = x.address AND a.earlier_rubric_id IS NULL
WHERE s.period_id = :period_id AND (x.person_id = t.person_id OR x.office_id = f.office_id)
  AND x.address NOT IN (SELECT v.address FROM void_criteria AS v WHERE v.period_id = s.period_id)
GROUP BY t.person_id, s.id
