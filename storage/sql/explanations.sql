-- ask
INSERT INTO explanations (sheet_id, address, kind, asked, asked_by, asked_at, until) VALUES (:sheet_id, :address, 'question', :asked, :by, :now, :until)
RETURNING id

-- appeal
INSERT INTO explanations (sheet_id, address, kind, text, by, at) VALUES (:sheet_id, :address, 'appeal', :text, :by, :now)
ON CONFLICT DO NOTHING RETURNING id

-- answer
UPDATE explanations SET text = :text, by = :by, at = :now WHERE id = :id

-- decide
UPDATE explanations SET outcome = :outcome, outcome_reason = :reason, decided_by = :by, decided_as = :as_role, decided_at = :now
WHERE id = :id AND outcome IS NULL RETURNING id

-- of
SELECT e.*, coalesce(a.full_name, '') AS asked_name, coalesce(p.full_name, '') AS by_name, coalesce(d.full_name, '') AS decided_name
FROM explanations AS e LEFT JOIN people AS a ON a.id = e.asked_by LEFT JOIN people AS p ON p.id = e.by LEFT JOIN people AS d ON d.id = e.decided_by
WHERE e.id = :id

-- of_period
SELECT e.*, coalesce(a.full_name, '') AS asked_name, coalesce(p.full_name, '') AS by_name, coalesce(d.full_name, '') AS decided_name
FROM explanations AS e JOIN sheets AS s ON s.id = e.sheet_id
LEFT JOIN people AS a ON a.id = e.asked_by LEFT JOIN people AS p ON p.id = e.by LEFT JOIN people AS d ON d.id = e.decided_by
WHERE s.period_id = :period_id ORDER BY e.id
