-- publish
INSERT INTO publications (period_id, version, at, by, post, ranking, reason)
VALUES (:period_id, (SELECT coalesce(max(version), 0) + 1 FROM publications WHERE period_id = :period_id), :now, :by, :post, :ranking, :reason)
RETURNING version

-- newest
SELECT period_id, version, at, post, ranking FROM publications WHERE period_id = :period_id ORDER BY version DESC LIMIT 1
