-- head
SELECT seq, sha256 FROM audit_head

-- append
INSERT INTO audit (seq, at, bloc_id, period_id, by, act, subject, old, new, previous, sha256)
VALUES (:seq, :at, :bloc_id, :period_id, :by, :act, :subject, :old, :new, :previous, :sha256)

-- of
SELECT * FROM audit WHERE seq = :seq

-- after
SELECT * FROM audit WHERE seq > :seq ORDER BY seq LIMIT :most

-- of_period
SELECT * FROM audit WHERE period_id = :period_id ORDER BY seq
