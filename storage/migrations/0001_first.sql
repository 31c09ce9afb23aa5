-- The bloc's memory. Times are UTC ISO text ("2026-07-17T07:30:00Z"), points decimal text, JSON text where a value is read only whole.

-- ------------------------------------------------------------------------------------------------ blocs, units, people

CREATE TABLE blocs (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    year INTEGER NOT NULL,
    file TEXT NOT NULL CONSTRAINT bloc_file_is_json CHECK (json_valid(file)),  -- the whole bloc file as last loaded
    loaded_at TEXT NOT NULL
) STRICT;

CREATE TABLE units (
    id INTEGER PRIMARY KEY,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    aliases TEXT NOT NULL DEFAULT '[]',
    position INTEGER NOT NULL,
    post TEXT CONSTRAINT unit_post_is_known CHECK (post IN ('chair', 'vice_chair')),
    left_at TEXT,
    UNIQUE (bloc_id, code)
) STRICT;

CREATE TABLE unit_names (                       -- the names a unit bore before, kept for old records
    unit_id INTEGER NOT NULL REFERENCES units (id),
    name TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT;

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    full_name TEXT NOT NULL,
    job_title TEXT NOT NULL DEFAULT '',
    consented_at TEXT NOT NULL,
    erased_at TEXT
) STRICT;

CREATE TABLE people_names (                     -- the names people bore before, kept for old records
    person_id INTEGER NOT NULL REFERENCES people (id),
    full_name TEXT NOT NULL,
    job_title TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (                         -- a person on a platform; `chat` is the private chat
    platform TEXT NOT NULL,
    account TEXT NOT NULL,
    chat TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES people (id),
    reachable INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1)),
    unreachable_why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (platform, account)
) STRICT;
CREATE INDEX accounts_by_person ON accounts (person_id);
CREATE INDEX accounts_by_chat ON accounts (platform, chat);

CREATE TABLE seats (                            -- who holds which role, where, from when to when; chair and vice chair are derived from units.post
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES people (id),
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    unit_id INTEGER REFERENCES units (id),
    role TEXT NOT NULL CONSTRAINT seat_role_is_known
        CHECK (role IN ('secretariat', 'unit_leader', 'unit_focal_point', 'external_appraiser', 'province_office', 'sys_admin')),
    since TEXT NOT NULL,
    until TEXT,
    ended_by INTEGER REFERENCES people (id),
    CONSTRAINT unit_goes_with_unit_roles CHECK ((unit_id IS NOT NULL) = (role IN ('unit_leader', 'unit_focal_point')))
) STRICT;
CREATE UNIQUE INDEX seats_once ON seats (person_id, bloc_id, coalesce(unit_id, 0), role) WHERE until IS NULL;
CREATE INDEX seats_by_bloc ON seats (bloc_id, unit_id) WHERE until IS NULL;

CREATE TABLE invites (
    code TEXT PRIMARY KEY,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    unit_id INTEGER REFERENCES units (id),
    role TEXT NOT NULL,
    uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    created_by INTEGER REFERENCES people (id)
) STRICT;

CREATE TABLE groups (                           -- the chats a bloc's posts go to
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    title TEXT NOT NULL,
    tied_at TEXT NOT NULL,
    tied_by INTEGER REFERENCES people (id),
    reachable INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1)),
    PRIMARY KEY (platform, chat)
) STRICT;
CREATE INDEX groups_by_bloc ON groups (bloc_id);

-- ------------------------------------------------------------------------------------------------ periods and sheets

CREATE TABLE rubrics (                          -- frozen versions: the text as it was read
    id INTEGER PRIMARY KEY,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    rubric TEXT NOT NULL,                       -- the id in the file
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    added_at TEXT NOT NULL,
    UNIQUE (bloc_id, rubric, version),
    UNIQUE (bloc_id, rubric, sha256)
) STRICT;

CREATE TABLE periods (
    id INTEGER PRIMARY KEY,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    kind TEXT NOT NULL CONSTRAINT period_kind_is_known CHECK (kind IN ('midyear', 'yearend', 'thematic')),
    title TEXT NOT NULL,
    rubric_id INTEGER NOT NULL REFERENCES rubrics (id),
    state TEXT NOT NULL CONSTRAINT period_state_is_known CHECK (state IN ('preparing', 'open', 'closed', 'published')),
    opens_at TEXT NOT NULL,
    closes_at TEXT NOT NULL,
    takes_late INTEGER NOT NULL CHECK (takes_late IN (0, 1)),
    late_days TEXT NOT NULL CHECK (late_days IN ('calendar', 'working')),
    revision INTEGER NOT NULL DEFAULT 0,
    opened_at TEXT,
    closed_at TEXT,
    published_at TEXT,
    created_at TEXT NOT NULL,
    created_by INTEGER REFERENCES people (id),
    CONSTRAINT period_ends_after_it_begins CHECK (closes_at > opens_at)
) STRICT;
CREATE INDEX periods_by_bloc ON periods (bloc_id, state);

CREATE TABLE period_changes (                   -- deadlines extended, periods reopened: old value, new value, reason, who
    id INTEGER PRIMARY KEY,
    period_id INTEGER NOT NULL REFERENCES periods (id),
    act TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX period_changes_by_period ON period_changes (period_id);

CREATE TABLE sheets (                           -- one unit's self-assessment in one period
    id INTEGER PRIMARY KEY,
    period_id INTEGER NOT NULL REFERENCES periods (id),
    unit_id INTEGER NOT NULL REFERENCES units (id),
    state TEXT NOT NULL DEFAULT 'empty'
        CONSTRAINT sheet_state_is_known CHECK (state IN ('empty', 'filling', 'awaiting_leader', 'returned', 'submitted')),
    revision INTEGER NOT NULL DEFAULT 0,        -- counts every change; decisive buttons carry it
    delegate_id INTEGER REFERENCES people (id), -- the focal point the leader has authorised to submit
    delegated_by INTEGER REFERENCES people (id),
    delegated_at TEXT,
    asked_by INTEGER REFERENCES people (id),    -- who asked the leader to approve
    returned_reason TEXT NOT NULL DEFAULT '',
    on_paper INTEGER NOT NULL DEFAULT 0 CHECK (on_paper IN (0, 1)),     -- entered by the secretariat from the signed paper
    paper_by INTEGER REFERENCES people (id),
    confirmed_by INTEGER REFERENCES people (id),                        -- the unit's own confirmation of a paper sheet
    confirmed_at TEXT,
    wanted_by INTEGER REFERENCES people (id),                           -- who asked to submit while files were still being fetched,
    wanted_revision INTEGER,                                            -- and what they had seen then
    changed_at TEXT,
    UNIQUE (period_id, unit_id)
) STRICT;
CREATE INDEX sheets_by_unit ON sheets (unit_id);

CREATE TABLE answers (                          -- the present answer of a sheet to a criterion
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    address TEXT NOT NULL,                      -- "I.2a", "bonus.T1", "penalties.P1"
    answer TEXT NOT NULL CONSTRAINT answer_is_json CHECK (json_valid(answer)),
    explanation TEXT NOT NULL DEFAULT '',       -- why there is no evidence, or how the figure was reached
    by INTEGER NOT NULL REFERENCES people (id),
    at TEXT NOT NULL,
    message TEXT NOT NULL DEFAULT '',           -- the platform's ref of the message that gave it: an edit of that message corrects it
    PRIMARY KEY (sheet_id, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer_log (                       -- every answer ever given, written by the triggers below alone
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    address TEXT NOT NULL,
    answer TEXT NOT NULL,
    explanation TEXT NOT NULL,
    by INTEGER NOT NULL REFERENCES people (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX answer_log_by_sheet ON answer_log (sheet_id, address);

CREATE TRIGGER answers_kept_first AFTER INSERT ON answers BEGIN
    INSERT INTO answer_log (sheet_id, address, answer, explanation, by, at)
    VALUES (new.sheet_id, new.address, new.answer, new.explanation, new.by, new.at);
    UPDATE sheets SET revision = revision + 1, changed_at = new.at, state = iif(state = 'empty', 'filling', state) WHERE id = new.sheet_id;
END;
CREATE TRIGGER answers_kept_again AFTER UPDATE ON answers BEGIN
    INSERT INTO answer_log (sheet_id, address, answer, explanation, by, at)
    VALUES (new.sheet_id, new.address, new.answer, new.explanation, new.by, new.at);
    UPDATE sheets SET revision = revision + 1, changed_at = new.at, state = iif(state = 'empty', 'filling', state) WHERE id = new.sheet_id;
END;
CREATE TRIGGER answer_log_is_never_changed BEFORE UPDATE ON answer_log BEGIN SELECT raise(ABORT, 'answer_log is append-only'); END;
CREATE TRIGGER answer_log_is_never_cut BEFORE DELETE ON answer_log BEGIN SELECT raise(ABORT, 'answer_log is append-only'); END;

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    address TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('file', 'document')),
    text TEXT NOT NULL DEFAULT '',              -- a document's number and date, or the caption of a file
    name TEXT NOT NULL DEFAULT '',
    mime TEXT NOT NULL DEFAULT '',
    size INTEGER,
    platform TEXT NOT NULL DEFAULT '',
    remote TEXT NOT NULL DEFAULT '',            -- the platform's ref, for fetching
    remote_unique TEXT NOT NULL DEFAULT '',
    album TEXT NOT NULL DEFAULT '',
    chat TEXT NOT NULL DEFAULT '',              -- where it was sent from, to say it is kept
    state TEXT NOT NULL CONSTRAINT evidence_state_is_known CHECK (state IN ('fetching', 'kept', 'lost')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT,
    sha256 TEXT,
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),             -- whether its sender has heard that it is kept
    by INTEGER NOT NULL REFERENCES people (id),
    at TEXT NOT NULL,
    removed_at TEXT,
    removed_by INTEGER REFERENCES people (id),
    CONSTRAINT kept_files_have_a_hash CHECK (kind <> 'file' OR state <> 'kept' OR sha256 IS NOT NULL)
) STRICT;
CREATE INDEX evidence_by_sheet ON evidence (sheet_id, address) WHERE removed_at IS NULL;
CREATE INDEX evidence_to_fetch ON evidence (next_try_at) WHERE state = 'fetching';
CREATE INDEX evidence_by_album ON evidence (album, by) WHERE album <> '';

CREATE TRIGGER evidence_added AFTER INSERT ON evidence BEGIN
    UPDATE sheets SET revision = revision + 1, changed_at = new.at, state = iif(state = 'empty', 'filling', state) WHERE id = new.sheet_id;
END;
CREATE TRIGGER evidence_taken_off AFTER UPDATE OF removed_at ON evidence WHEN new.removed_by IS NOT NULL BEGIN
    UPDATE sheets SET revision = revision + 1, changed_at = new.removed_at WHERE id = new.sheet_id;
END;

CREATE TABLE submissions (                      -- every submission is its own version and is kept
    id INTEGER PRIMARY KEY,
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    version INTEGER NOT NULL,
    receipt TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    by INTEGER NOT NULL REFERENCES people (id),
    by_name TEXT NOT NULL,                      -- as it was then
    authority TEXT NOT NULL CHECK (authority IN ('leader', 'delegate', 'paper')),
    total TEXT NOT NULL,
    deadline TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    sheet TEXT NOT NULL,                        -- the canonical JSON the hash covers
    withdrawn_at TEXT,
    withdrawn_by INTEGER REFERENCES people (id),
    UNIQUE (sheet_id, version)
) STRICT;

CREATE TABLE questions (                        -- asked about a criterion, answered by the secretariat
    id INTEGER PRIMARY KEY,
    period_id INTEGER NOT NULL REFERENCES periods (id),
    unit_id INTEGER NOT NULL REFERENCES units (id),
    address TEXT NOT NULL,
    question TEXT NOT NULL,
    asked_by INTEGER NOT NULL REFERENCES people (id),
    asked_at TEXT NOT NULL,
    answer TEXT,
    answered_by INTEGER REFERENCES people (id),
    answered_at TEXT
) STRICT;
CREATE INDEX questions_by_period ON questions (period_id);

CREATE TABLE publications (                     -- what was published, word for word; a correction is a new version
    period_id INTEGER NOT NULL REFERENCES periods (id),
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    by INTEGER NOT NULL REFERENCES people (id),
    post TEXT NOT NULL,
    ranking TEXT NOT NULL CHECK (json_valid(ranking)),
    PRIMARY KEY (period_id, version)
) STRICT;

-- ------------------------------------------------------------------------------------------------ meetings, announcements

CREATE TABLE meetings (
    id INTEGER PRIMARY KEY,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    period_id INTEGER REFERENCES periods (id),
    title TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    place TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('everyone', 'leaders', 'focal_points')),
    revision INTEGER NOT NULL DEFAULT 0,
    created_by INTEGER REFERENCES people (id),
    created_at TEXT NOT NULL,
    cancelled_at TEXT,
    cancelled_why TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX meetings_by_bloc ON meetings (bloc_id, starts_at);

CREATE TABLE rsvps (
    meeting_id INTEGER NOT NULL REFERENCES meetings (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    unit_id INTEGER REFERENCES units (id),
    comes INTEGER NOT NULL CHECK (comes IN (0, 1)),
    reason TEXT NOT NULL DEFAULT '',
    substitute TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
) STRICT;

CREATE TABLE announcements (
    id INTEGER PRIMARY KEY,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    text TEXT NOT NULL,
    file TEXT NOT NULL DEFAULT '',              -- JSON: name and the ref it lies under with the platform; empty for none
    audience TEXT NOT NULL CHECK (audience IN ('group', 'members', 'both')),
    by INTEGER REFERENCES people (id),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX announcements_by_bloc ON announcements (bloc_id, at);

CREATE TABLE acknowledgements (
    announcement_id INTEGER NOT NULL REFERENCES announcements (id),
    person_id INTEGER NOT NULL REFERENCES people (id),
    unit_id INTEGER REFERENCES units (id),
    at TEXT NOT NULL,
    PRIMARY KEY (announcement_id, person_id)
) STRICT;

-- ------------------------------------------------------------------------------------------------ the engine's own tables

CREATE TABLE dialogues (                        -- where a private chat stands
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    flow TEXT,                                  -- NULL: no question open
    step TEXT,
    version INTEGER,
    state TEXT,
    menu TEXT NOT NULL DEFAULT '[]',            -- the newest menu: [[label, action], …]
    menu_key TEXT NOT NULL DEFAULT '',          -- not used: the newest message of a chat is found in the outbox
    changed_at TEXT NOT NULL,
    PRIMARY KEY (platform, chat)
) STRICT;

CREATE TABLE events (                           -- every event taken, once
    seq INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    event TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (platform, event)
) STRICT;
CREATE INDEX events_by_age ON events (at);

CREATE TABLE unreadable (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    event TEXT NOT NULL,
    raw TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (platform, event)
) STRICT;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    chat TEXT NOT NULL,
    priority INTEGER NOT NULL,                  -- 0 reply, 1 reminder, 2 announcement
    kind TEXT NOT NULL,                         -- what to do when the outcome is unknown: see bot/runtime/relay.py
    key TEXT NOT NULL DEFAULT '',               -- a post that is redrawn bears one; the newest row with it knows the message
    redraws INTEGER NOT NULL DEFAULT 0 CHECK (redraws IN (0, 1)),
    payload TEXT NOT NULL,
    not_before TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CONSTRAINT outbox_state_is_known
        CHECK (state IN ('waiting', 'sending', 'sent', 'unknown', 'undeliverable', 'superseded')),
    message TEXT NOT NULL DEFAULT '',           -- the platform's ref once sent
    reason TEXT NOT NULL DEFAULT '',
    about TEXT NOT NULL DEFAULT '',             -- "announcement:7": what a delivery report counts by
    person_id INTEGER REFERENCES people (id),
    created_at TEXT NOT NULL,
    settled_at TEXT
) STRICT;
CREATE INDEX outbox_to_leave ON outbox (state, not_before) WHERE state IN ('waiting', 'sending', 'unknown');
CREATE INDEX outbox_line ON outbox (chat, platform, priority, id) WHERE state = 'waiting';
CREATE INDEX outbox_by_key ON outbox (platform, chat, key) WHERE key <> '';
CREATE INDEX outbox_by_about ON outbox (about) WHERE about <> '';

CREATE TABLE due (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    occurrence TEXT NOT NULL,
    at TEXT NOT NULL,
    bloc_id TEXT NOT NULL REFERENCES blocs (id),
    state TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT due_state_is_known CHECK (state IN ('waiting', 'done', 'skipped', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    done_at TEXT,
    UNIQUE (kind, subject, occurrence)
) STRICT;
CREATE INDEX due_next ON due (at) WHERE state = 'waiting';

CREATE TABLE notes (                            -- small facts kept under a name: the link to the bot, whether it has run live, what was told when
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
