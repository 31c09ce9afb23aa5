-- board
SELECT s.id, s.period_id, s.unit_id, u.bloc_id, u.code, u.name AS unit_name, u.aliases, u.post,
       (SELECT json_group_array(n.name) FROM unit_names AS n WHERE n.unit_id = u.id) AS former,
       s.state, s.on_paper,
       (SELECT count(*) FROM answers AS a WHERE a.sheet_id = s.id AND a.address NOT LIKE 'bonus.%' AND a.address NOT LIKE 'penalties.%'
            AND a.earlier_rubric_id IS NULL AND a.address NOT IN (SELECT v.address FROM void_criteria AS v WHERE v.period_id = s.period_id)) AS answered,
       m.at AS submitted_at, m.deadline, m.total, m.receipt, m.version,
       (SELECT count(DISTINCT e.person_id) FROM seats AS e WHERE e.unit_id = s.unit_id AND e.until IS NULL) AS people, u.left_at IS NOT NULL AS has_left
FROM sheets AS s JOIN units AS u ON u.id = s.unit_id JOIN periods AS p ON p.id = s.period_id
LEFT JOIN submissions AS m ON m.sheet_id = s.id AND m.withdrawn_at IS NULL
    AND m.version = (SELECT max(version) FROM submissions WHERE sheet_id = s.id)
WHERE s.period_id = :period_id AND (u.left_at IS NULL OR p.closed_at <= u.left_at) ORDER BY u.position

-- answers_of_period
SELECT a.sheet_id, a.address, a.answer FROM answers AS a JOIN sheets AS s ON s.id = a.sheet_id WHERE s.period_id = :period_id AND a.earlier_rubric_id IS NULL

-- explained
SELECT a.sheet_id, a.address, a.explanation FROM answers AS a JOIN sheets AS s ON s.id = a.sheet_id WHERE s.period_id = :period_id AND a.explanation <> ''

-- owing
SELECT DISTINCT e.person_id, s.id AS sheet_id, s.unit_id, s.state FROM sheets AS s JOIN seats AS e ON e.unit_id = s.unit_id AND e.until IS NULL
JOIN units AS u ON u.id = s.unit_id AND u.left_at IS NULL
WHERE s.period_id = :period_id AND s.state <> 'submitted' ORDER BY e.person_id

-- for_paper
SELECT p.*, s.id AS sheet_id, s.unit_id, s.state AS sheet_state, u.name AS unit_name, u.code, u.aliases, u.post,
       (SELECT json_group_array(n.name) FROM unit_names AS n WHERE n.unit_id = u.id) AS former,
       s.on_paper = 0 AND s.paper_agreed_by IS NULL AND EXISTS (
           SELECT 1 FROM seats AS e JOIN accounts AS a ON a.person_id = e.person_id AND a.reachable = 1
           WHERE e.unit_id = s.unit_id AND e.until IS NULL) AS asks_consent
FROM sheets AS s JOIN periods AS p ON p.id = s.period_id JOIN units AS u ON u.id = s.unit_id
WHERE p.bloc_id = :bloc_id AND p.state = 'open' AND u.left_at IS NULL AND (s.state = 'empty' OR s.on_paper = 1 AND s.state <> 'submitted')
ORDER BY p.closes_at, p.id, u.position

-- unconfirmed
SELECT p.*, s.id AS sheet_id, s.unit_id, s.state AS sheet_state, u.name AS unit_name
FROM sheets AS s JOIN periods AS p ON p.id = s.period_id JOIN units AS u ON u.id = s.unit_id
WHERE s.unit_id = :unit_id AND s.on_paper = 1 AND s.confirmed_at IS NULL AND s.state = 'submitted' ORDER BY p.closes_at, p.id

-- closed_of_units
SELECT p.*, s.id AS sheet_id, s.unit_id, s.state AS sheet_state, u.name AS unit_name
FROM sheets AS s JOIN periods AS p ON p.id = s.period_id JOIN units AS u ON u.id = s.unit_id
WHERE p.state IN ('closed', 'published') AND s.unit_id IN (SELECT value FROM json_each(:units)) ORDER BY p.closes_at DESC, p.id DESC, u.position LIMIT :most

-- explainable
SELECT p.*, s.id AS sheet_id, s.unit_id, s.state AS sheet_state, u.name AS unit_name
FROM sheets AS s JOIN periods AS p ON p.id = s.period_id JOIN units AS u ON u.id = s.unit_id
WHERE p.state = 'closed' AND p.stage = 'explanation' AND p.explains_until >= :now AND s.state = 'submitted'
    AND s.unit_id IN (SELECT value FROM json_each(:units)) ORDER BY p.explains_until, p.id, u.position

-- of_units
SELECT p.*, s.id AS sheet_id, s.unit_id, s.state AS sheet_state, u.name AS unit_name
FROM sheets AS s JOIN periods AS p ON p.id = s.period_id JOIN units AS u ON u.id = s.unit_id
WHERE p.state = 'open' AND u.left_at IS NULL AND s.unit_id IN (SELECT value FROM json_each(:units)) ORDER BY p.closes_at, p.id, u.position

-- agree_to_paper
UPDATE sheets SET paper_agreed_by = :by WHERE id = :sheet_id AND state = 'empty' AND on_paper = 0 RETURNING id
