-- grant
INSERT INTO seats (person_id, bloc_id, unit_id, role, since, scope) VALUES (:person_id, :bloc_id, :unit_id, :role, :now, :scope)
ON CONFLICT DO NOTHING RETURNING id

-- end
UPDATE seats SET until = :now, ended_by = :by WHERE id = :id AND until IS NULL

-- of_bloc
SELECT s.id, s.bloc_id, s.person_id, s.role, s.unit_id, s.since, s.scope, p.full_name, p.job_title, u.code AS unit_code, u.name AS unit_name, u.post,
       (SELECT max(a.reachable) FROM accounts AS a WHERE a.person_id = p.id) AS reachable
FROM seats AS s JOIN people AS p ON p.id = s.person_id LEFT JOIN units AS u ON u.id = s.unit_id
WHERE s.bloc_id = :bloc_id AND s.until IS NULL ORDER BY u.position, s.role DESC, s.id

-- of_accounts
SELECT a.account, s.bloc_id, s.role, u.code, u.name AS unit_name, u.post
FROM accounts AS a JOIN seats AS s ON s.person_id = a.person_id LEFT JOIN units AS u ON u.id = s.unit_id
WHERE a.platform = :platform AND s.until IS NULL ORDER BY s.id

-- elsewhere
SELECT DISTINCT s.person_id, here.id AS unit_id
FROM seats AS s JOIN units AS u ON u.id = s.unit_id AND u.left_at IS NULL
    JOIN units AS here ON here.bloc_id = :bloc_id AND here.name = u.name AND here.left_at IS NULL
WHERE s.bloc_id <> :bloc_id AND s.until IS NULL

-- of
SELECT s.id, s.bloc_id, s.person_id, s.role, s.unit_id, s.since, s.scope, p.full_name, p.job_title, u.code AS unit_code, u.name AS unit_name, u.post, 1 AS reachable
FROM seats AS s JOIN people AS p ON p.id = s.person_id LEFT JOIN units AS u ON u.id = s.unit_id
WHERE s.id = :id AND s.until IS NULL

-- holders
SELECT DISTINCT s.person_id FROM seats AS s LEFT JOIN units AS u ON u.id = s.unit_id
WHERE s.bloc_id = :bloc_id AND s.until IS NULL AND (u.left_at IS NULL)
  AND (s.role IN (SELECT value FROM json_each(:roles))
       OR (s.role = 'unit_leader' AND u.post = 'chair' AND 'bloc_chair' IN (SELECT value FROM json_each(:roles)))
       OR (s.role = 'unit_leader' AND u.post = 'vice_chair' AND 'bloc_vice_chair' IN (SELECT value FROM json_each(:roles))))
ORDER BY s.person_id

-- of_unit
SELECT DISTINCT s.person_id FROM seats AS s
WHERE s.unit_id = :unit_id AND s.until IS NULL AND s.role IN (SELECT value FROM json_each(:roles)) ORDER BY s.person_id

-- of_person
SELECT s.id, s.bloc_id, s.person_id, s.role, s.unit_id, s.since, s.scope, p.full_name, p.job_title, u.code AS unit_code, u.name AS unit_name, u.post, 1 AS reachable
FROM seats AS s JOIN people AS p ON p.id = s.person_id LEFT JOIN units AS u ON u.id = s.unit_id
WHERE s.person_id = :person_id AND s.until IS NULL
