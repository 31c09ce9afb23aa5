-- schedule
INSERT INTO due (kind, subject, occurrence, at, bloc_id) VALUES (:kind, :subject, :occurrence, :at, :bloc_id)
ON CONFLICT (kind, subject, occurrence) DO UPDATE SET at = excluded.at, state = 'waiting', done_at = NULL WHERE state IN ('waiting', 'skipped')

-- withdraw
UPDATE due SET state = 'skipped', done_at = :now WHERE kind = :kind AND subject = :subject AND state = 'waiting'

-- ripe
SELECT id, kind, subject, occurrence, at, bloc_id, attempts FROM due WHERE state = 'waiting' AND at <= :now ORDER BY at, id LIMIT :most

-- next_at
SELECT min(at) AS at FROM due WHERE state = 'waiting'

-- settle
UPDATE due SET state = :state, done_at = :now, attempts = attempts + 1 WHERE id = :id

-- retry
UPDATE due SET attempts = attempts + 1, at = :at, state = iif(attempts >= 4, 'failed', state) WHERE id = :id

-- waiting_for
SELECT id, kind, subject, occurrence, at, bloc_id, attempts FROM due WHERE subject = :subject AND state = 'waiting' ORDER BY at, id

-- waiting_of
SELECT id, kind, subject, occurrence, at, bloc_id, attempts FROM due WHERE kind = :kind AND state = 'waiting' AND at <= :now ORDER BY at, id

-- failed
SELECT id, kind, subject, occurrence, at, bloc_id, attempts FROM due WHERE state = 'failed' ORDER BY at DESC, id DESC LIMIT 100
