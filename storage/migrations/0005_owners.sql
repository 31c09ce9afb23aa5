-- Who answers for which criterion within a unit: an office of it, by name, or a person. One row for a criterion of a sheet; none: nobody in particular.

CREATE TABLE offices (
    id INTEGER PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES units (id),
    name TEXT NOT NULL,
    folded TEXT NOT NULL,                       -- the name for comparing: without capitals and diacritics
    dropped_at TEXT,                            -- offered no more
    UNIQUE (unit_id, folded)
) STRICT;

CREATE TABLE office_people (                    -- in which office of the unit somebody works; counts while they hold a seat of the unit
    unit_id INTEGER NOT NULL REFERENCES units (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    office_id INTEGER NOT NULL REFERENCES offices (id),
    by INTEGER NOT NULL REFERENCES people (id),
    at TEXT NOT NULL,
    PRIMARY KEY (unit_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignments (
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    address TEXT NOT NULL,
    office_id INTEGER REFERENCES offices (id),
    person_id INTEGER REFERENCES people (id),
    by INTEGER NOT NULL REFERENCES people (id),
    at TEXT NOT NULL,
    PRIMARY KEY (sheet_id, address),
    CONSTRAINT assigned_to_one CHECK ((office_id IS NULL) <> (person_id IS NULL))
) STRICT, WITHOUT ROWID;
