-- add
INSERT INTO periods (bloc_id, kind, title, rubric_id, state, opens_at, closes_at, takes_late, late_days, created_at, created_by)
VALUES (:bloc_id, :kind, :title, :rubric_id, 'preparing', :opens_at, :closes_at, :takes_late, :late_days, :now, :by)
RETURNING *

-- of
SELECT * FROM periods WHERE id = :id AND NOT EXISTS (SELECT 1 FROM period_changes AS c WHERE c.period_id = periods.id AND c.act = 'dropped')

-- of_bloc
SELECT * FROM periods WHERE bloc_id = :bloc_id AND NOT EXISTS (SELECT 1 FROM period_changes AS c WHERE c.period_id = periods.id AND c.act = 'dropped')
ORDER BY closes_at DESC, id DESC

-- move_state
UPDATE periods SET state = :to, revision = revision + 1,
    opened_at = iif(:to = 'open' AND opened_at IS NULL, :now, opened_at),
    closed_at = CASE :to WHEN 'closed' THEN :now WHEN 'open' THEN NULL ELSE closed_at END,
    published_at = iif(:to = 'published', :now, published_at),
    stage = iif(:to = 'open', 'appraisal', stage), explains_until = iif(:to = 'open', NULL, explains_until),
    correction = iif(:to = 'closed', correction, '')
WHERE id = :id AND state = :from RETURNING *

-- move_stage
UPDATE periods SET stage = :to, explains_until = coalesce(:until, explains_until), revision = revision + 1
WHERE id = :id AND revision = :revision AND state = 'closed' RETURNING *

-- correct
UPDATE periods SET state = 'closed', stage = 'reconciliation', correction = :reason, revision = revision + 1
WHERE id = :id AND revision = :revision AND state = 'published' RETURNING *

-- move_deadline
UPDATE periods SET closes_at = :closes_at, revision = revision + 1 WHERE id = :id RETURNING *

-- add_sheets
INSERT INTO sheets (period_id, unit_id) SELECT :id, u.id FROM units AS u WHERE u.bloc_id = :bloc_id AND u.left_at IS NULL ORDER BY u.position ON CONFLICT DO NOTHING

-- note_change
INSERT INTO period_changes (period_id, act, old, new, reason, at, by) VALUES (:id, :act, :old, :new, :reason, :now, :by)

-- changes
SELECT c.act, c.old, c.new, c.reason, c.at,
    coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = c.by AND n.until > c.at ORDER BY n.until LIMIT 1), p.full_name) AS full_name
FROM period_changes AS c LEFT JOIN people AS p ON p.id = c.by
WHERE c.period_id = :id AND c.act NOT IN ('proposal', 'proposed_reopening', 'table_proposal', 'prepared', 'declined') ORDER BY c.id

-- closing
SELECT coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = a.by AND n.until > a.at ORDER BY n.until LIMIT 1), p.full_name) AS by_name
FROM audit AS a LEFT JOIN people AS p ON p.id = a.by
WHERE a.period_id = :id AND a.act = 'period_closed' ORDER BY a.seq DESC LIMIT 1

-- propose
INSERT INTO period_changes (period_id, act, old, new, reason, at, by) VALUES (:id, :act, :old, :new, :reason, :now, :by) RETURNING id

-- proposal
SELECT act, old, new, reason, at FROM period_changes WHERE id = :number AND period_id = :id AND act IN ('proposal', 'proposed_reopening')

-- move_table
UPDATE periods SET rubric_id = :rubric_id, revision = revision + 1 WHERE id = :id AND rubric_id = :old RETURNING *

-- withdraw_criteria
INSERT INTO void_criteria (period_id, address, rubric_id) SELECT :id, value, :rubric_id FROM json_each(:addresses) WHERE true
ON CONFLICT (period_id, address) DO UPDATE SET rubric_id = excluded.rubric_id

-- restore_criteria
DELETE FROM void_criteria WHERE period_id = :id AND address IN (SELECT value FROM json_each(:addresses))

-- propose_table
INSERT INTO period_changes (period_id, act, old, new, reason, at, by) VALUES (:id, 'table_proposal', :old, :new, :reason, :now, :by) RETURNING id

-- table_proposal
SELECT c.old, c.new, c.reason, c.at, p.full_name FROM period_changes AS c LEFT JOIN people AS p ON p.id = c.by
WHERE c.id = :number AND c.period_id = :id AND c.act = 'table_proposal'

-- prepared
SELECT c.new AS act, c.at, c.by, coalesce(p.full_name, '') AS by_name FROM period_changes AS c LEFT JOIN people AS p ON p.id = c.by
WHERE c.period_id = :id AND c.act = 'prepared' AND c.old = :revision AND NOT EXISTS (
    SELECT 1 FROM period_changes AS l WHERE l.period_id = c.period_id AND l.act IN ('prepared', 'declined') AND l.new = c.new AND l.id > c.id)
ORDER BY c.id

-- newest_proposal
SELECT max(id) AS number FROM period_changes WHERE period_id = :id AND act = :act
