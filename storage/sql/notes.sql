-- leave
INSERT INTO notes (name, value, at) VALUES (:name, :value, :now) ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at

-- read
SELECT value FROM notes WHERE name = :name
