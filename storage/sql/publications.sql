-- publish
INSERT INTO publications (period_id, version, at, by, post, ranking, reason)
VALUES (:period_id, (SELECT coalesce(max(version), 0) + 1 FROM publications WHERE period_id = :period_id), :now, :by, :post, :ranking, :reason)
RETURNING version

-- newest
SELECT o.period_id, o.version, o.at, o.post, o.ranking, o.reason,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = o.by AND n.until > o.at ORDER BY n.until LIMIT 1), p.full_name) AS by_name
FROM publications AS o JOIN people AS p ON p.id = o.by WHERE o.period_id = :period_id ORDER BY o.version DESC LIMIT 1

-- of
SELECT o.period_id, o.version, o.at, o.post, o.ranking, o.reason,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = o.by AND n.until > o.at ORDER BY n.until LIMIT 1), p.full_name) AS by_name
FROM publications AS o JOIN people AS p ON p.id = o.by WHERE o.period_id = :period_id AND o.version = :version
