-- What is asked again and again of tables that grow with the years: a criterion's evidence, also what was taken off, and what a message gave.

CREATE INDEX evidence_of_criterion ON evidence (sheet_id, address);
CREATE INDEX answers_by_message ON answers (message, by) WHERE message <> '';
CREATE INDEX explanations_by_message ON answers (explanation_message, by) WHERE explanation_message <> '';
