-- A note about somebody says so, so that it goes with their seat or their data: `person_id`, and the bloc it belongs to, NULL for what concerns all of theirs.

ALTER TABLE notes ADD COLUMN person_id INTEGER REFERENCES people (id);
ALTER TABLE notes ADD COLUMN bloc_id TEXT REFERENCES blocs (id);
CREATE INDEX notes_of_people ON notes (person_id) WHERE person_id IS NOT NULL;

UPDATE notes SET person_id = (SELECT id FROM people WHERE notes.name LIKE 'unsent:' || id || ':%'),
    bloc_id = (SELECT id FROM blocs WHERE notes.name LIKE 'unsent:%:' || id) WHERE name LIKE 'unsent:%';
UPDATE notes SET person_id = (SELECT id FROM people WHERE notes.name LIKE 'links:%:' || id),
    bloc_id = (SELECT id FROM blocs WHERE notes.name LIKE 'links:' || id || ':%') WHERE name LIKE 'links:%';
UPDATE notes SET person_id = (SELECT id FROM people WHERE notes.name = 'digest_told:' || id) WHERE name LIKE 'digest_told:%';
UPDATE notes SET person_id = (SELECT id FROM people WHERE notes.name LIKE 'digest:%:' || id),
    bloc_id = (SELECT bloc_id FROM periods WHERE notes.name LIKE 'digest:' || id || ':%') WHERE name LIKE 'digest:%:%';

DELETE FROM notes WHERE person_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM seats AS s WHERE s.person_id = notes.person_id AND s.until IS NULL AND (notes.bloc_id IS NULL OR s.bloc_id = notes.bloc_id));
