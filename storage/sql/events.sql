-- take
INSERT INTO events (platform, event, at) VALUES (:platform, :event, :at) ON CONFLICT DO NOTHING RETURNING seq

-- forget
DELETE FROM events WHERE at < :before

-- set_aside
INSERT INTO unreadable (platform, event, raw, reason, at) VALUES (:platform, :event, :raw, :reason, :at) ON CONFLICT DO NOTHING

-- unreadable
SELECT event, reason, at FROM unreadable ORDER BY id DESC LIMIT 100
