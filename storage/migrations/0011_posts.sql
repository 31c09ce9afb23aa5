-- A post to a group knows its bloc, so that what has not arrived is found also after the bloc is tied to another group.

ALTER TABLE outbox ADD COLUMN bloc_id TEXT REFERENCES blocs (id);
UPDATE outbox SET bloc_id = (SELECT g.bloc_id FROM groups AS g WHERE g.platform = outbox.platform AND g.chat = outbox.chat) WHERE kind = 'post';
CREATE INDEX outbox_posts ON outbox (bloc_id, key) WHERE bloc_id IS NOT NULL;
