-- judge
INSERT INTO judgements (sheet_id, address, value, is_decided, basis, points, reason, answer, by, as_role, at)
VALUES (:sheet_id, :address, :value, :is_decided, :basis, :points, :reason, :answer, :by, :as_role, :at)

-- of_sheet
SELECT j.*, coalesce(p.full_name, '') AS by_name FROM judgements AS j LEFT JOIN people AS p ON p.id = j.by WHERE j.sheet_id = :sheet_id ORDER BY j.id

-- of_period
SELECT j.*, coalesce(p.full_name, '') AS by_name FROM judgements AS j JOIN sheets AS s ON s.id = j.sheet_id LEFT JOIN people AS p ON p.id = j.by
WHERE s.period_id = :period_id ORDER BY j.id
