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
SELECT u.id AS unit_id, u.bloc_id, u.code, u.name AS unit_name, u.aliases, u.post,
       (SELECT json_group_array(n.name) FROM unit_names AS n WHERE n.unit_id = u.id) AS former
FROM units AS u WHERE u.bloc_id = :bloc_id AND u.left_at IS NULL ORDER BY u.position

-- of
SELECT u.id AS unit_id, u.bloc_id, u.code, u.name AS unit_name, u.aliases, u.post,
       (SELECT json_group_array(n.name) FROM unit_names AS n WHERE n.unit_id = u.id) AS former
FROM units AS u WHERE u.id = :id
