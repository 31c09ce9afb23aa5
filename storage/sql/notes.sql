-- leave
INSERT INTO notes (name, value, at, person_id, bloc_id) VALUES (:name, :value, :now, :person_id, :bloc_id)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at

-- read
SELECT value FROM notes WHERE name = :name

-- forget_left
DELETE FROM notes WHERE person_id = :person_id AND NOT EXISTS (
    SELECT 1 FROM seats AS s WHERE s.person_id = :person_id AND s.until IS NULL AND (notes.bloc_id IS NULL OR s.bloc_id = notes.bloc_id))
