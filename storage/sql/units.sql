-- load
INSERT INTO units (bloc_id, code, name, aliases, position, post) VALUES (:bloc_id, :code, :name, :aliases, :position, :post)
ON CONFLICT (bloc_id, code) DO UPDATE SET name = excluded.name, aliases = excluded.aliases, position = excluded.position, post = excluded.post, left_at = NULL

-- keep_name
INSERT INTO unit_names (unit_id, name, until)
SELECT id, name, :now FROM units WHERE bloc_id = :bloc_id AND code = :code AND name <> :name

-- leave
UPDATE units SET left_at = :now WHERE bloc_id = :bloc_id AND left_at IS NULL AND code NOT IN (SELECT value FROM json_each(:codes))

-- clear_posts
UPDATE units SET post = NULL WHERE bloc_id = :bloc_id

-- of_bloc
SELECT id, bloc_id, code, name, aliases, post FROM units WHERE bloc_id = :bloc_id AND left_at IS NULL ORDER BY position

-- of
SELECT id, bloc_id, code, name, aliases, post FROM units WHERE id = :id
