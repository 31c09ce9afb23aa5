-- put
INSERT INTO questions (period_id, unit_id, address, question, asked_by, asked_at)
VALUES (:period_id, :unit_id, :address, :question, :by, :now) RETURNING id

-- of
SELECT q.id, q.period_id, q.unit_id, q.address, q.question, q.asked_by, q.answer, coalesce(a.full_name, '') AS answered_by_name, p.bloc_id,
       u.name AS unit_name
FROM questions AS q JOIN periods AS p ON p.id = q.period_id JOIN units AS u ON u.id = q.unit_id
LEFT JOIN people AS a ON a.id = q.answered_by WHERE q.id = :id

-- reply
UPDATE questions SET answer = :answer, answered_by = :by, answered_at = :now WHERE id = :id AND answer IS NULL RETURNING id
