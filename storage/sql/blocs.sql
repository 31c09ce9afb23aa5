-- load
INSERT INTO blocs (id, name, zone, year, file, loaded_at) VALUES (:id, :name, :zone, :year, :file, :now)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, zone = excluded.zone, year = excluded.year, file = excluded.file, loaded_at = excluded.loaded_at

-- of
SELECT id, name, zone, year, file FROM blocs WHERE id = :id

-- everything
SELECT id, name, zone, year, file FROM blocs ORDER BY id
