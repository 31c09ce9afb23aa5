-- open_sheet
SELECT s.id AS sheet_id, s.unit_id, s.state AS sheet_state, s.revision AS sheet_revision, s.delegate_id, s.asked_by, s.returned_reason, s.on_paper,
       s.wanted_by, s.wanted_revision, s.wanted_at, s.paper_by, s.confirmed_at, u.code AS unit_code, u.name AS unit_name, r.text AS rubric_text, p.*,
       (SELECT json_group_array(json_object('address', a.address, 'answer', a.answer, 'explanation', a.explanation, 'by', a.by, 'at', a.at,
                                            'name', coalesce((SELECT n.full_name FROM people_names AS n WHERE n.person_id = a.by AND n.until > a.at ORDER BY n.until LIMIT 1), w.full_name),
                                            'message', a.message, 'earlier', a.earlier_rubric_id))
        FROM answers AS a JOIN people AS w ON w.id = a.by WHERE a.sheet_id = s.id) AS answers,
       (SELECT json_group_array(json_object('id', e.id, 'address', e.address, 'kind', e.kind, 'text', e.text, 'name', e.name, 'state', e.state,
                                            'sha256', e.sha256, 'unique', e.remote_unique, 'album', e.album, 'by', e.by))
        FROM evidence AS e WHERE e.sheet_id = s.id AND e.removed_at IS NULL) AS evidence,
       (SELECT json_group_array(json_object('address', x.address, 'office', x.office_id, 'person', x.person_id, 'name', coalesce(o.name, w.full_name)))
        FROM assignments AS x LEFT JOIN offices AS o ON o.id = x.office_id LEFT JOIN people AS w ON w.id = x.person_id
        WHERE x.sheet_id = s.id) AS assignments,
       (SELECT json_group_array(json_object('person', t.person_id, 'office', f.office_id))
        FROM seats AS t LEFT JOIN office_people AS f ON f.unit_id = t.unit_id AND f.person_id = t.person_id
        WHERE t.unit_id = s.unit_id AND t.until IS NULL) AS seated,
       (SELECT json_group_array(json_object('address', v.address, 'rubric', v.rubric_id)) FROM void_criteria AS v WHERE v.period_id = p.id) AS void,
       (SELECT json_group_array(json_object('id', x.id, 'text', x.text)) FROM rubrics AS x WHERE x.id IN (
            SELECT rubric_id FROM void_criteria WHERE period_id = p.id
            UNION SELECT earlier_rubric_id FROM answers WHERE sheet_id = s.id AND earlier_rubric_id IS NOT NULL)) AS earlier_rubrics
FROM sheets AS s JOIN periods AS p ON p.id = s.period_id JOIN units AS u ON u.id = s.unit_id JOIN rubrics AS r ON r.id = p.rubric_id
WHERE s.id = :sheet_id

-- give
INSERT INTO answers (sheet_id, address, answer, explanation, by, at, message)
VALUES (:sheet_id, :address, :answer, :explanation, :by, :now, :message)
ON CONFLICT (sheet_id, address) DO UPDATE SET
    answer = excluded.answer, explanation = excluded.explanation, by = excluded.by, at = excluded.at, message = excluded.message,
    earlier_rubric_id = NULL

-- explain
UPDATE answers SET explanation = :explanation, explanation_message = :message, by = :by, at = :now
WHERE sheet_id = :sheet_id AND address = :address

-- last_logged
SELECT coalesce(max(id), 0) AS last FROM answer_log WHERE sheet_id = :sheet_id

-- as_of
SELECT address, answer, explanation FROM answer_log
WHERE id IN (SELECT max(id) FROM answer_log WHERE sheet_id = :sheet_id AND id <= :last GROUP BY address)

-- keep_earlier
UPDATE answers SET earlier_rubric_id = NULL, by = :by, at = :now WHERE sheet_id = :sheet_id AND address = :address AND earlier_rubric_id IS NOT NULL

-- ask_again
UPDATE answers SET earlier_rubric_id = coalesce(earlier_rubric_id, :rubric_id)
WHERE sheet_id = :sheet_id AND address IN (SELECT value FROM json_each(:addresses))

-- of_message
SELECT sheet_id, address, 'answer' AS gave FROM answers WHERE message = :message AND message <> '' AND by = :by
UNION ALL SELECT sheet_id, address, 'document' FROM evidence WHERE message = :message AND message <> '' AND by = :by AND removed_at IS NULL
UNION ALL SELECT sheet_id, address, 'explanation' FROM answers WHERE explanation_message = :message AND explanation_message <> '' AND by = :by
LIMIT 1

-- given_at
SELECT answer FROM answer_log WHERE sheet_id = :sheet_id AND address = :address AND at = :at ORDER BY id DESC LIMIT 1

-- fillers
SELECT DISTINCT by FROM answer_log WHERE sheet_id = :sheet_id

-- move_state
UPDATE sheets SET state = :to, returned_reason = :reason, asked_by = :asked_by, revision = revision + 1, wanted_by = NULL, wanted_at = NULL
WHERE id = :sheet_id AND revision = :revision RETURNING id

-- enter_on_paper
UPDATE sheets SET on_paper = 1, paper_by = :by, confirmed_by = NULL, confirmed_at = NULL WHERE id = :sheet_id

-- confirm_paper
UPDATE sheets SET confirmed_by = :by, confirmed_at = :now WHERE id = :sheet_id AND on_paper = 1 AND confirmed_at IS NULL

-- take_over
UPDATE sheets SET on_paper = 0, paper_by = NULL, paper_agreed_by = NULL WHERE id = :sheet_id

-- delegate
UPDATE sheets SET delegate_id = :delegate_id, delegated_by = :by, delegated_at = :now WHERE id = :sheet_id

-- want
UPDATE sheets SET wanted_by = :by, wanted_revision = iif(:by IS NULL, NULL, revision), wanted_at = iif(:by IS NULL, NULL, :now) WHERE id = :sheet_id

-- end_delegations
UPDATE sheets SET delegate_id = NULL, delegated_by = NULL, delegated_at = NULL
WHERE unit_id = :unit_id AND delegate_id = :person_id AND period_id IN (SELECT id FROM periods WHERE state IN ('preparing', 'open'))
RETURNING id, period_id

-- drop_wishes
UPDATE sheets SET wanted_by = NULL, wanted_revision = NULL WHERE unit_id = :unit_id AND wanted_by = :person_id

-- reclaim
UPDATE sheets SET state = iif(state IN ('submitted', 'awaiting_leader'), 'returned', state), returned_reason = :reason, asked_by = NULL,
    revision = revision + 1, wanted_by = NULL, wanted_at = NULL
WHERE id = :sheet_id
