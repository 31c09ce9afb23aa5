-- What a seat's end must end too, what a unit agrees to, and what people are still to answer.

CREATE TABLE acknowledgements_by_unit (         -- an announcement received, for each of the person's units in the bloc
    announcement_id INTEGER NOT NULL REFERENCES announcements (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    unit_id INTEGER REFERENCES units (id),
    at TEXT NOT NULL
) STRICT;
INSERT INTO acknowledgements_by_unit (announcement_id, person_id, unit_id, at)
SELECT announcement_id, person_id, unit_id, at FROM acknowledgements;
DROP TABLE acknowledgements;
ALTER TABLE acknowledgements_by_unit RENAME TO acknowledgements;
CREATE UNIQUE INDEX acknowledgements_once ON acknowledgements (announcement_id, person_id, coalesce(unit_id, 0));

ALTER TABLE sheets ADD COLUMN paper_agreed_by INTEGER REFERENCES people (id);  -- the unit's leader who agreed that the secretariat enters it from paper

CREATE TABLE notices (                          -- the choices of what was told to a private chat, until one of them is taken
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    title TEXT NOT NULL,                        -- the first line of what was told
    menu TEXT NOT NULL CONSTRAINT notice_menu_is_json CHECK (json_valid(menu)),    -- [[label, action, whether it only shows], …]
    told_at TEXT NOT NULL
) STRICT;
CREATE INDEX notices_by_chat ON notices (platform, chat, id);

-- A sheet entered from paper is the unit's own again with the first answer or evidence from anybody but who enters it.
CREATE TRIGGER answers_end_paper_first AFTER INSERT ON answers BEGIN
    UPDATE sheets SET on_paper = 0, paper_by = NULL, paper_agreed_by = NULL WHERE id = new.sheet_id AND on_paper = 1 AND paper_by IS NOT new.by;
END;
CREATE TRIGGER answers_end_paper_again AFTER UPDATE ON answers BEGIN
    UPDATE sheets SET on_paper = 0, paper_by = NULL, paper_agreed_by = NULL WHERE id = new.sheet_id AND on_paper = 1 AND paper_by IS NOT new.by;
END;
CREATE TRIGGER evidence_ends_paper AFTER INSERT ON evidence BEGIN
    UPDATE sheets SET on_paper = 0, paper_by = NULL, paper_agreed_by = NULL WHERE id = new.sheet_id AND on_paper = 1 AND paper_by IS NOT new.by;
END;

CREATE INDEX outbox_farewells ON outbox (platform, chat) WHERE kind = 'farewell';  -- what is forgotten with its chat once it has left
