-- judge
INSERT INTO judgements (sheet_id, address, value, is_decided, basis, points, reason, answer, by, as_role, at, rubric_id)
VALUES (:sheet_id, :address, :value, :is_decided, :basis, :points, :reason, :answer, :by, :as_role, :at,
        (SELECT p.rubric_id FROM sheets AS s JOIN periods AS p ON p.id = s.period_id WHERE s.id = :sheet_id))

-- of_sheet
SELECT j.*, coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = j.by AND n.until > j.at ORDER BY n.until LIMIT 1), p.full_name, '') AS by_name,
    EXISTS (SELECT 1 FROM evidence AS e WHERE e.sheet_id = j.sheet_id AND e.address = j.address
               AND (e.removed_at IS NULL AND e.at > j.at OR e.removed_by IS NOT NULL AND e.removed_at > j.at AND e.at <= j.at)) AS proven_since
FROM judgements AS j LEFT JOIN people AS p ON p.id = j.by WHERE j.sheet_id = :sheet_id ORDER BY j.id

-- of_period
SELECT j.*, coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = j.by AND n.until > j.at ORDER BY n.until LIMIT 1), p.full_name, '') AS by_name,
    EXISTS (SELECT 1 FROM evidence AS e WHERE e.sheet_id = j.sheet_id AND e.address = j.address
               AND (e.removed_at IS NULL AND e.at > j.at OR e.removed_by IS NOT NULL AND e.removed_at > j.at AND e.at <= j.at)) AS proven_since
FROM judgements AS j JOIN sheets AS s ON s.id = j.sheet_id LEFT JOIN people AS p ON p.id = j.by
WHERE s.period_id = :period_id ORDER BY j.id
