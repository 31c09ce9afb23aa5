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

-- numbered
SELECT seq FROM sqlite_sequence WHERE name = 'audit'

-- witnesses
SELECT receipt, sha256, audit_seq FROM submissions WHERE audit_seq IS NOT NULL ORDER BY audit_seq

-- submissions
SELECT m.id, m.receipt, m.version, m.total, m.authority, m.sha256, m.sheet,
    CASE WHEN m.withdrawn_at IS NULL AND s.state = 'submitted' THEN
        (SELECT json_group_array(json_array(a.address, a.answer, a.explanation)) FROM answers AS a WHERE a.sheet_id = m.sheet_id) END AS answers
FROM submissions AS m JOIN sheets AS s ON s.id = m.sheet_id WHERE m.id > :last ORDER BY m.id LIMIT :most

-- publications
SELECT period_id, version, post, ranking FROM publications ORDER BY period_id, version

-- unrecorded
SELECT p.period_id, p.version FROM publications AS p
WHERE p.at >= (SELECT min(at) FROM audit)
    AND p.version > (SELECT count(*) FROM audit AS a WHERE a.act = 'publication' AND a.period_id = p.period_id)
        + (SELECT count(*) FROM publications AS q WHERE q.period_id = p.period_id AND q.at < (SELECT min(at) FROM audit))
ORDER BY p.period_id, p.version
