-- Files that people send to be read: noted in the turn, fetched, read in a child process, and handed on to a job with what was found.

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    purpose TEXT NOT NULL,                      -- names its reader (READERS) and the job that goes on with it
    subject TEXT NOT NULL DEFAULT '',           -- what it is about ("period:3", "sheet:12"), as its flow says
    name TEXT NOT NULL,
    size INTEGER,
    platform TEXT NOT NULL,
    remote TEXT NOT NULL,                       -- the platform's ref, for fetching
    state TEXT NOT NULL CONSTRAINT document_state_is_known CHECK (state IN ('fetching', 'read', 'refused', 'lost')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT,
    sha256 TEXT,
    found TEXT NOT NULL DEFAULT '',             -- what the reader made of it (JSON); of a refused one, why in one word
    by INTEGER NOT NULL REFERENCES people (id),
    at TEXT NOT NULL,
    CONSTRAINT read_documents_are_kept CHECK (state <> 'read' OR sha256 IS NOT NULL AND json_valid(found))
) STRICT;
CREATE INDEX documents_to_fetch ON documents (next_try_at) WHERE state = 'fetching';

-- ------------------------------------------------------------------------------------------------ a table amended within a period

-- An answer that must be given or kept again since its criterion has changed: the version under which it was given. NULL: it stands.
ALTER TABLE answers ADD COLUMN earlier_rubric_id INTEGER REFERENCES rubrics (id);

DROP TRIGGER answers_kept_again;                -- being asked again is no answer: only what people give goes to the log
CREATE TRIGGER answers_kept_again AFTER UPDATE OF answer, explanation, by, at ON answers BEGIN
    INSERT INTO answer_log (sheet_id, address, answer, explanation, by, at)
    VALUES (new.sheet_id, new.address, new.answer, new.explanation, new.by, new.at);
    UPDATE sheets SET revision = revision + 1, changed_at = new.at, state = iif(state = 'empty', 'filling', state) WHERE id = new.sheet_id;
END;

CREATE TABLE void_criteria (                    -- withdrawn from a period's table: shown with their earlier answers, out of every sum
    period_id INTEGER NOT NULL REFERENCES periods (id),
    address TEXT NOT NULL,
    rubric_id INTEGER NOT NULL REFERENCES rubrics (id),                 -- the last version in which it stood
    PRIMARY KEY (period_id, address)
) STRICT, WITHOUT ROWID;
