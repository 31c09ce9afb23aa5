-- tie
INSERT INTO groups (platform, chat, bloc_id, title, tied_at, tied_by) VALUES (:platform, :chat, :bloc_id, :title, :now, :by)
ON CONFLICT (platform, chat) DO UPDATE SET bloc_id = excluded.bloc_id, title = excluded.title, tied_at = excluded.tied_at, tied_by = excluded.tied_by, reachable = 1

-- untie_others
DELETE FROM groups WHERE bloc_id = :bloc_id AND NOT (platform = :platform AND chat = :chat)

-- of_bloc
SELECT platform, chat, bloc_id, title, reachable FROM groups WHERE bloc_id = :bloc_id

-- of_chat
SELECT platform, chat, bloc_id, title, reachable FROM groups WHERE platform = :platform AND chat = :chat

-- move
UPDATE OR REPLACE groups SET chat = :new, reachable = 1 WHERE platform = :platform AND chat = :old

-- reach
UPDATE groups SET reachable = :reachable WHERE platform = :platform AND chat = :chat AND reachable <> :reachable RETURNING bloc_id
