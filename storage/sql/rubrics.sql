-- freeze
INSERT INTO rubrics (bloc_id, rubric, version, sha256, text, added_at)
VALUES (:bloc_id, :rubric, (SELECT coalesce(max(version), 0) + 1 FROM rubrics WHERE bloc_id = :bloc_id AND rubric = :rubric), :sha256, :text, :now)
ON CONFLICT (bloc_id, rubric, sha256) DO UPDATE SET added_at = rubrics.added_at
RETURNING id

-- text_of
SELECT text FROM rubrics WHERE id = :id

-- version
SELECT r.*, (SELECT count(*) FROM periods AS p WHERE p.rubric_id = r.id) AS periods FROM rubrics AS r WHERE r.id = :id

-- of_bloc
SELECT r.*, (SELECT count(*) FROM periods AS p WHERE p.rubric_id = r.id) AS periods FROM rubrics AS r
WHERE r.bloc_id = :bloc_id ORDER BY r.rubric, r.version DESC

-- newest
SELECT r.*, (SELECT count(*) FROM periods AS p WHERE p.rubric_id = r.id) AS periods FROM rubrics AS r
WHERE r.bloc_id = :bloc_id AND r.rubric = :rubric ORDER BY r.version DESC LIMIT 1
