-- open_sheet
SELECT s.id AS sheet_id, s.unit_id, s.state AS sheet_state, s.revision AS sheet_revision, s.delegate_id, s.asked_by, s.returned_reason, s.on_paper,
       s.wanted_by, s.wanted_revision, s.paper_by, s.confirmed_at, u.code AS unit_code, u.name AS unit_name, r.text AS rubric_text, p.*,
       (SELECT json_group_array(json_object('address', a.address, 'answer', a.answer, 'explanation', a.explanation, 'by', a.by, 'name', w.full_name, 'at', a.at))
        FROM answers AS a JOIN people AS w ON w.id = a.by WHERE a.sheet_id = s.id) AS answers,
       (SELECT json_group_array(json_object('id', e.id, 'address', e.address, 'kind', e.kind, 'text', e.text, 'name', e.name, 'state', e.state,
                                            'sha256', e.sha256, 'unique', e.remote_unique, 'album', e.album))
        FROM evidence AS e WHERE e.sheet_id = s.id AND e.removed_at IS NULL) AS evidence
FROM sheets AS s JOIN periods AS p ON p.id = s.period_id JOIN units AS u ON u.id = s.unit_id JOIN rubrics AS r ON r.id = p.rubric_id
WHERE s.id = :sheet_id

-- give
INSERT INTO answers (sheet_id, address, answer, explanation, by, at, message)
VALUES (:sheet_id, :address, :answer, :explanation, :by, :now, :message)
ON CONFLICT (sheet_id, address) DO UPDATE SET
    answer = excluded.answer, explanation = excluded.explanation, by = excluded.by, at = excluded.at, message = excluded.message

-- explain
UPDATE answers SET explanation = :explanation, by = :by, at = :now WHERE sheet_id = :sheet_id AND address = :address

-- of_message
SELECT sheet_id, address FROM answers WHERE message = :message AND by = :by

-- fillers
SELECT DISTINCT by FROM answer_log WHERE sheet_id = :sheet_id

-- move_state
UPDATE sheets SET state = :to, returned_reason = :reason, asked_by = :asked_by, revision = revision + 1, wanted_by = NULL
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
UPDATE sheets SET wanted_by = :by, wanted_revision = iif(:by IS NULL, NULL, revision) WHERE id = :sheet_id

-- end_delegations
UPDATE sheets SET delegate_id = NULL, delegated_by = NULL, delegated_at = NULL
WHERE unit_id = :unit_id AND delegate_id = :person_id AND period_id IN (SELECT id FROM periods WHERE state IN ('preparing', 'open'))
RETURNING id, period_id

-- drop_wishes
UPDATE sheets SET wanted_by = NULL, wanted_revision = NULL WHERE unit_id = :unit_id AND wanted_by = :person_id
