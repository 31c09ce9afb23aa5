-- ask
INSERT INTO explanations (sheet_id, address, kind, asked, asked_by, asked_at, until) VALUES (:sheet_id, :address, 'question', :asked, :by, :now, :until)
RETURNING id

-- appeal
INSERT INTO explanations (sheet_id, address, kind, text, by, at) SELECT :sheet_id, :address, 'appeal', :text, :by, :now
WHERE NOT EXISTS (SELECT 1 FROM explanations AS e JOIN sheets AS s ON s.id = e.sheet_id JOIN periods AS p ON p.id = s.period_id
                  WHERE e.sheet_id = :sheet_id AND e.address = :address AND e.kind = 'appeal' AND e.at >= p.closed_at)
RETURNING id

-- answer
UPDATE explanations SET text = :text, by = :by, at = :now WHERE id = :id

-- add
UPDATE explanations SET text = text || char(10) || :text WHERE id = :id AND outcome IS NULL RETURNING id

-- decide
UPDATE explanations SET outcome = :outcome, outcome_reason = :reason, decided_by = :by, decided_as = :as_role, decided_at = :now
WHERE id = :id AND outcome IS NULL RETURNING id

-- of
SELECT e.*,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = e.asked_by AND n.until > e.asked_at ORDER BY n.until LIMIT 1), a.full_name, '') AS asked_name,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = e.by AND n.until > e.at ORDER BY n.until LIMIT 1), p.full_name, '') AS by_name,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = e.decided_by AND n.until > e.decided_at ORDER BY n.until LIMIT 1), d.full_name, '') AS decided_name
FROM explanations AS e LEFT JOIN people AS a ON a.id = e.asked_by LEFT JOIN people AS p ON p.id = e.by LEFT JOIN people AS d ON d.id = e.decided_by
WHERE e.id = :id

-- of_period
SELECT e.*,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = e.asked_by AND n.until > e.asked_at ORDER BY n.until LIMIT 1), a.full_name, '') AS asked_name,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = e.by AND n.until > e.at ORDER BY n.until LIMIT 1), p.full_name, '') AS by_name,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = e.decided_by AND n.until > e.decided_at ORDER BY n.until LIMIT 1), d.full_name, '') AS decided_name
FROM explanations AS e JOIN sheets AS s ON s.id = e.sheet_id
LEFT JOIN people AS a ON a.id = e.asked_by LEFT JOIN people AS p ON p.id = e.by LEFT JOIN people AS d ON d.id = e.decided_by
JOIN periods AS r ON r.id = s.period_id
WHERE s.period_id = :period_id AND coalesce(e.asked_at, e.at) >= coalesce(r.closed_at, '') ORDER BY e.id

-- unanswered
SELECT e.*, coalesce(a.full_name, '') AS asked_name, '' AS by_name, '' AS decided_name
FROM explanations AS e JOIN sheets AS s ON s.id = e.sheet_id JOIN periods AS p ON p.id = s.period_id LEFT JOIN people AS a ON a.id = e.asked_by
WHERE s.unit_id IN (SELECT value FROM json_each(:units)) AND p.state = 'closed' AND p.stage = 'appraisal'
    AND e.kind = 'question' AND e.text = '' AND e.until >= :now AND e.asked_at >= p.closed_at ORDER BY e.until, e.id

-- appeals_waiting
SELECT count(*) AS waiting FROM explanations AS e JOIN sheets AS s ON s.id = e.sheet_id JOIN periods AS p ON p.id = s.period_id
WHERE s.period_id = :period_id AND s.state = 'submitted' AND e.kind = 'appeal' AND e.outcome IS NULL AND e.at >= p.closed_at
