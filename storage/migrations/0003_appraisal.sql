-- After closing: appraisal, questions to units and their appeals, decisions of the reconciliation.

ALTER TABLE periods ADD COLUMN stage TEXT NOT NULL DEFAULT 'appraisal'
    CONSTRAINT period_stage_is_known CHECK (stage IN ('appraisal', 'explanation', 'reconciliation', 'final'));
ALTER TABLE periods ADD COLUMN explains_until TEXT;             -- when the units' window ends
ALTER TABLE periods ADD COLUMN correction TEXT NOT NULL DEFAULT '';     -- why a published result is being corrected

ALTER TABLE seats ADD COLUMN scope TEXT NOT NULL DEFAULT '';    -- an external appraiser's own name in the rubric; empty: every external criterion
ALTER TABLE invites ADD COLUMN scope TEXT NOT NULL DEFAULT '';

CREATE TABLE judgements (                       -- each criterion's history after closing; nothing is overwritten
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    address TEXT NOT NULL,
    value TEXT NOT NULL CONSTRAINT judgement_value_is_known CHECK (value IN ('appraised', 'final')),
    is_decided INTEGER NOT NULL CHECK (is_decided IN (0, 1)),   -- 0: the secretariat's proposal
    basis TEXT NOT NULL CONSTRAINT judgement_basis_is_known CHECK (basis IN ('accepted', 'changed', 'external', 'appeal', 'reconciled', 'frozen')),
    points TEXT,                                -- NULL: what the rule computes from the unit's answer
    reason TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',            -- the unit's answer that was judged
    by INTEGER REFERENCES people (id),
    as_role TEXT NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT changes_say_why CHECK (basis NOT IN ('changed', 'appeal', 'reconciled') OR reason <> '')
) STRICT;
CREATE INDEX judgements_by_sheet ON judgements (sheet_id, address, id);
CREATE TRIGGER judgements_are_never_changed BEFORE UPDATE ON judgements BEGIN SELECT raise(ABORT, 'judgements is append-only'); END;
CREATE TRIGGER judgements_are_never_cut BEFORE DELETE ON judgements BEGIN SELECT raise(ABORT, 'judgements is append-only'); END;

CREATE TABLE explanations (                     -- what a unit says about a criterion after closing: asked for by an appraiser, or an appeal of its own
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
    outcome TEXT CONSTRAINT outcome_is_known CHECK (outcome IN ('kept', 'changed')),
    outcome_reason TEXT NOT NULL DEFAULT '',
    decided_by INTEGER REFERENCES people (id),
    decided_as TEXT NOT NULL DEFAULT '',
    decided_at TEXT,
    CONSTRAINT outcomes_say_why CHECK (outcome IS NULL OR outcome_reason <> '')
) STRICT;
CREATE INDEX explanations_by_sheet ON explanations (sheet_id);
CREATE UNIQUE INDEX appeals_once ON explanations (sheet_id, address) WHERE kind = 'appeal';

CREATE TABLE decisions (                        -- what people decide where the rules leave it to them: exclusions, ties, grades
    id INTEGER PRIMARY KEY,
    period_id INTEGER NOT NULL REFERENCES periods (id),
    kind TEXT NOT NULL CONSTRAINT decision_kind_is_known CHECK (kind IN ('exclusion', 'tie', 'grade')),
    unit_id INTEGER NOT NULL REFERENCES units (id),
    value TEXT NOT NULL,                        -- the exclusion's code, the place among the tied, the grade's code
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,                   -- the body or document that decided, as it was typed
    by INTEGER REFERENCES people (id),
    at TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by INTEGER REFERENCES people (id)
) STRICT;
CREATE UNIQUE INDEX decisions_in_force ON decisions (period_id, kind, unit_id) WHERE withdrawn_at IS NULL;

ALTER TABLE publications ADD COLUMN reason TEXT NOT NULL DEFAULT '';    -- why a later version corrects the one before
