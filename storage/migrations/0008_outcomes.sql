-- An appeal may be accepted; a closing that follows a reopening has appeals of its own, and judges anew what changed; as what somebody decided, and what
-- waits for a decision.

CREATE TABLE explanations_again (               -- what a unit says about a criterion after closing: asked for by an appraiser, or an appeal of its own
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    address TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT explanation_kind_is_known CHECK (kind IN ('question', 'appeal')),
    asked TEXT NOT NULL DEFAULT '',             -- the appraiser's reason for sending it back
    asked_by INTEGER REFERENCES people (id),
    asked_at TEXT,
    until TEXT,
    text TEXT NOT NULL DEFAULT '',              -- the unit's words
    by INTEGER REFERENCES people (id),
    at TEXT,
    outcome TEXT CONSTRAINT outcome_is_known CHECK (outcome IN ('accepted', 'kept', 'changed')),     -- accepted: the unit's own answer holds
    outcome_reason TEXT NOT NULL DEFAULT '',
    decided_by INTEGER REFERENCES people (id),
    decided_as TEXT NOT NULL DEFAULT '',
    decided_at TEXT,
    CONSTRAINT outcomes_say_why CHECK (outcome IS NULL OR outcome_reason <> '')
) STRICT;
INSERT INTO explanations_again SELECT id, sheet_id, address, kind, asked, asked_by, asked_at, until, text, by, at, outcome, outcome_reason, decided_by,
    decided_as, decided_at FROM explanations;
DROP TABLE explanations;
ALTER TABLE explanations_again RENAME TO explanations;
CREATE INDEX explanations_by_sheet ON explanations (sheet_id, address);

ALTER TABLE judgements ADD COLUMN rubric_id INTEGER REFERENCES rubrics (id);   -- under which version of the table; NULL: from before this was kept

ALTER TABLE decisions ADD COLUMN as_role TEXT NOT NULL DEFAULT '';      -- as what: somebody else than the chair decides on the chair's own unit

CREATE TABLE proposed_decisions (               -- what was prepared of the reconciliation, until it is confirmed or refused
    id INTEGER PRIMARY KEY,
    period_id INTEGER NOT NULL REFERENCES periods (id),
    kind TEXT NOT NULL CONSTRAINT proposed_kind_is_known CHECK (kind IN ('exclusion', 'tie', 'grade')),
    unit_id INTEGER NOT NULL REFERENCES units (id),
    value TEXT NOT NULL,                        -- as in decisions; "first" among equals; empty: the decision in force is taken back
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    by INTEGER NOT NULL REFERENCES people (id),
    at TEXT NOT NULL,
    settled_at TEXT                             -- confirmed or refused
) STRICT;
CREATE INDEX proposed_decisions_by_period ON proposed_decisions (period_id);
