-- The log of decisive acts: append-only, each entry's hash covers the one before it (domain/audit.py).

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    period_id INTEGER REFERENCES periods (id),
    by INTEGER REFERENCES people (id),          -- NULL: the clock, or a command
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    old TEXT NOT NULL CONSTRAINT audit_old_is_json CHECK (json_valid(old)),
    new TEXT NOT NULL CONSTRAINT audit_new_is_json CHECK (json_valid(new)),
    previous TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX audit_by_period ON audit (period_id);
CREATE INDEX audit_by_bloc ON audit (bloc_id);

CREATE TABLE audit_head (                       -- the last entry's number and hash, so that a cut end is seen
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
INSERT INTO audit_head (id, seq, sha256) VALUES (1, 0, '');

CREATE TRIGGER audit_moves_its_head AFTER INSERT ON audit BEGIN
    UPDATE audit_head SET seq = new.seq, sha256 = new.sha256;
END;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_is_never_cut BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'audit is append-only'); END;

ALTER TABLE submissions ADD COLUMN audit_seq INTEGER REFERENCES audit (seq);    -- the receipt's place in the log; NULL before there was one
