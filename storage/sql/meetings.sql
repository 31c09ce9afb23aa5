-- add
INSERT INTO meetings (bloc_id, title, starts_at, place, audience, created_by, created_at)
VALUES (:bloc_id, :title, :starts_at, :place, :audience, :by, :now) RETURNING *

-- of
SELECT * FROM meetings WHERE id = :id

-- coming
SELECT * FROM meetings WHERE bloc_id = :bloc_id AND starts_at > :now AND cancelled_at IS NULL ORDER BY starts_at, id

-- change
UPDATE meetings SET title = :title, starts_at = :starts_at, place = :place, revision = revision + 1
WHERE id = :id AND revision = :revision AND cancelled_at IS NULL RETURNING *

-- cancel
UPDATE meetings SET cancelled_at = :now, cancelled_why = :why, revision = revision + 1 WHERE id = :id AND cancelled_at IS NULL RETURNING *

-- answer
INSERT INTO rsvps (meeting_id, person_id, unit_id, comes, reason, substitute, at)
VALUES (:meeting_id, :person_id, :unit_id, :comes, :reason, :substitute, :now)
ON CONFLICT (meeting_id, person_id) DO UPDATE SET
    comes = excluded.comes, reason = excluded.reason, substitute = excluded.substitute, unit_id = excluded.unit_id, at = excluded.at

-- answers
SELECT r.person_id, r.comes, r.reason, r.substitute, p.full_name,
       coalesce((SELECT group_concat(name, ', ') FROM (
           SELECT DISTINCT own.name, own.position FROM seats AS e JOIN units AS own ON own.id = e.unit_id
           WHERE e.person_id = r.person_id AND e.until IS NULL AND own.bloc_id = m.bloc_id ORDER BY own.position)), u.name, '') AS unit_name
FROM rsvps AS r JOIN meetings AS m ON m.id = r.meeting_id JOIN people AS p ON p.id = r.person_id LEFT JOIN units AS u ON u.id = r.unit_id
WHERE r.meeting_id = :meeting_id ORDER BY u.position, p.full_name
