-- decide
INSERT INTO decisions (period_id, kind, unit_id, value, reason, decided_by, by, as_role, at, points)
VALUES (:period_id, :kind, :unit_id, :value, :reason, :decided_by, :by, :as_role, :now, :points)

-- withdraw
UPDATE decisions SET withdrawn_at = :now, withdrawn_by = :by WHERE period_id = :period_id AND kind = :kind AND unit_id = :unit_id AND withdrawn_at IS NULL

-- in_force
SELECT d.kind, d.unit_id, u.code, u.name AS unit_name, d.value, d.reason, d.decided_by, d.at, d.as_role, d.points,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = d.by AND n.until > d.at ORDER BY n.until LIMIT 1), p.full_name, '') AS by_name
FROM decisions AS d JOIN units AS u ON u.id = d.unit_id LEFT JOIN people AS p ON p.id = d.by
WHERE d.period_id = :period_id AND d.withdrawn_at IS NULL ORDER BY d.id

-- settle_others
UPDATE proposed_decisions SET settled_at = :now WHERE period_id = :period_id AND kind = :kind AND unit_id = :unit_id AND settled_at IS NULL

-- propose
INSERT INTO proposed_decisions (period_id, kind, unit_id, value, reason, decided_by, by, at)
VALUES (:period_id, :kind, :unit_id, :value, :reason, :decided_by, :by, :now) RETURNING id

-- proposal
SELECT d.*, coalesce(p.full_name, '') AS by_name FROM proposed_decisions AS d LEFT JOIN people AS p ON p.id = d.by WHERE d.id = :id AND d.settled_at IS NULL

-- proposals
SELECT d.*, coalesce(p.full_name, '') AS by_name FROM proposed_decisions AS d LEFT JOIN people AS p ON p.id = d.by
WHERE d.period_id = :period_id AND d.settled_at IS NULL ORDER BY d.id

-- settle
UPDATE proposed_decisions SET settled_at = :now WHERE id = :id AND settled_at IS NULL RETURNING id
