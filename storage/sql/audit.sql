-- head
SELECT seq, sha256 FROM audit_head

-- append
INSERT INTO audit (seq, at, bloc_id, period_id, by, act, subject, old, new, previous, sha256)
VALUES (:seq, :at, :bloc_id, :period_id, :by, :act, :subject, :old, :new, :previous, :sha256)

-- of
SELECT * FROM audit WHERE seq = :seq

-- after
SELECT * FROM audit WHERE seq > :seq ORDER BY seq LIMIT :most

-- named
SELECT a.*, coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = a.by AND n.until > a.at ORDER BY n.until LIMIT 1), p.full_name, '') AS by_name
FROM audit AS a LEFT JOIN people AS p ON p.id = a.by WHERE :period_id IS NULL OR a.period_id = :period_id ORDER BY a.seq

-- numbered
SELECT seq FROM sqlite_sequence WHERE name = 'audit'

-- witnesses
SELECT receipt, sha256, audit_seq FROM submissions WHERE audit_seq IS NOT NULL ORDER BY audit_seq

-- submissions
SELECT m.id, m.receipt, m.sheet_id, m.by, m.at, m.deadline, m.withdrawn_at, m.version, m.total, m.authority, m.sha256, m.sheet,
    s.state = 'submitted' AS is_submitted,
    CASE WHEN m.withdrawn_at IS NULL THEN (SELECT json_group_array(json_array(a.address, a.answer, a.explanation)) FROM answers AS a
        WHERE a.sheet_id = m.sheet_id AND a.earlier_rubric_id IS NULL) END AS answers,
    (SELECT json_group_array(e.sha256) FROM evidence AS e WHERE e.sheet_id = m.sheet_id AND e.sha256 IS NOT NULL) AS files,
    CASE WHEN m.withdrawn_at IS NULL THEN (SELECT json_group_array(json_array(e.address, iif(e.name <> '', e.name, e.text), coalesce(e.sha256, '')))
        FROM evidence AS e WHERE e.sheet_id = m.sheet_id AND e.removed_at IS NULL AND e.state = 'kept' AND instr(e.address, ':') = 0) END AS proof
FROM submissions AS m JOIN sheets AS s ON s.id = m.sheet_id WHERE m.id > :last ORDER BY m.id LIMIT :most

-- publications
SELECT period_id, version, at, by, reason, post, ranking FROM publications ORDER BY period_id, version

-- rubrics
SELECT id, bloc_id, rubric, version, sha256, text FROM rubrics ORDER BY id

-- periods
SELECT id, rubric_id, closes_at, takes_late, late_days FROM periods ORDER BY id

-- sealed_judgements
SELECT j.id, j.sheet_id, j.address, j.value, j.is_decided, j.basis, j.points, j.reason, j.answer, j.by, j.as_role, j.at
FROM judgements AS j JOIN sheets AS s ON s.id = j.sheet_id WHERE s.period_id = :period_id AND j.id <= coalesce(:last, j.id) ORDER BY j.id

-- sealed_decisions
SELECT d.id, d.kind, d.unit_id, d.value, d.reason, d.decided_by, d.by, d.as_role, d.at, d.points,
    json_array(d.withdrawn_at, d.withdrawn_by) AS ending, d.withdrawn_at AS ended_at
FROM decisions AS d WHERE d.period_id = :period_id AND d.id <= coalesce(:last, d.id) ORDER BY d.id

-- sealed_explanations
SELECT e.id, e.sheet_id, e.address, e.kind, e.asked, e.asked_by, e.asked_at, e.until,
    json_array(e.text, e.by, e.at, e.outcome, e.outcome_reason, e.decided_by, e.decided_as, e.decided_at) AS ending,
    coalesce(e.decided_at, e.until) AS ended_at
FROM explanations AS e JOIN sheets AS s ON s.id = e.sheet_id WHERE s.period_id = :period_id AND e.id <= coalesce(:last, e.id) ORDER BY e.id

-- sealed_evidence
SELECT v.id, v.sheet_id, v.address, v.kind, v.text, v.name, v.size, v.sha256, v.by, v.at, v.state,
    json_array(v.removed_at, v.removed_by) AS ending, v.removed_at AS ended_at
FROM evidence AS v JOIN sheets AS s ON s.id = v.sheet_id
WHERE s.period_id = :period_id AND v.id <= coalesce(:last, v.id) AND v.state <> 'fetching' AND v.id NOT IN (SELECT value FROM json_each(:without)) ORDER BY v.id

-- on_its_way
SELECT v.id FROM evidence AS v JOIN sheets AS s ON s.id = v.sheet_id WHERE s.period_id = :period_id AND v.state = 'fetching' ORDER BY v.id

-- files
SELECT v.sha256, u.code, v.address, v.name FROM evidence AS v JOIN sheets AS s ON s.id = v.sheet_id JOIN units AS u ON u.id = s.unit_id
WHERE v.kind = 'file' AND v.state = 'kept' GROUP BY v.sha256 ORDER BY v.sha256

-- seats
SELECT s.id, s.person_id, s.role, u.code, s.since, s.until FROM seats AS s LEFT JOIN units AS u ON u.id = s.unit_id ORDER BY s.id

-- units
SELECT bloc_id, code, name, post FROM units WHERE left_at IS NULL ORDER BY id

-- unrecorded
SELECT p.period_id, p.version FROM publications AS p
WHERE p.at >= (SELECT min(at) FROM audit)
    AND p.version > (SELECT count(*) FROM audit AS a WHERE a.act = 'publication' AND a.period_id = p.period_id)
        + (SELECT count(*) FROM publications AS q WHERE q.period_id = p.period_id AND q.at < (SELECT min(at) FROM audit))
ORDER BY p.period_id, p.version
