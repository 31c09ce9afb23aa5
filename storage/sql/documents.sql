-- add
INSERT INTO documents (bloc_id, purpose, subject, name, size, platform, remote, state, next_try_at, by, at)
VALUES (:bloc_id, :purpose, :subject, :name, :size, :platform, :remote, 'fetching', :now, :by, :now)
RETURNING id

-- of
SELECT id, bloc_id, purpose, subject, name, state, sha256, found, by, at FROM documents WHERE id = :id

-- to_fetch
SELECT id, remote, size, name, attempts, bloc_id, purpose FROM documents
WHERE state = 'fetching' AND platform = :platform AND (next_try_at <= :now OR next_try_at > :longest) ORDER BY id LIMIT :most

-- next_try
SELECT min(next_try_at) AS at FROM documents WHERE state = 'fetching' AND platform = :platform

-- take_in
UPDATE documents SET state = iif(:is_read, 'read', 'refused'), sha256 = :sha256, size = :size, found = :found, next_try_at = NULL WHERE id = :id

-- read_as
UPDATE documents SET state = 'fetching', bloc_id = :bloc_id, purpose = :purpose, subject = :subject, found = '', attempts = 0, next_try_at = :now
WHERE id = :id

-- turn_over
UPDATE documents SET purpose = :purpose, subject = :subject WHERE id = :id

-- lose
UPDATE documents SET state = 'lost', next_try_at = NULL WHERE id = :id

-- try_later
UPDATE documents SET attempts = attempts + 1, next_try_at = :at WHERE id = :id
