-- visit
SELECT p.id AS person_id, p.full_name, p.job_title,
       (SELECT json_group_array(json_array(s.bloc_id, b.name, b.zone, s.role, s.unit_id, coalesce(u.code, ''), coalesce(u.name, ''), u.post, s.scope))
        FROM seats AS s JOIN blocs AS b ON b.id = s.bloc_id LEFT JOIN units AS u ON u.id = s.unit_id
        WHERE s.person_id = p.id AND s.until IS NULL AND u.left_at IS NULL) AS seats,
       a.reachable,
       d.flow, d.step, d.version, d.state, d.menu,
       (SELECT json_group_array(json_array(n.id, n.title, json(n.menu), n.told_at)) FROM notices AS n
        WHERE n.platform = :platform AND n.chat = :chat) AS notices,
       (SELECT o.message FROM outbox AS o WHERE o.platform = :platform AND o.chat = :chat AND o.key = 'reply' ORDER BY o.id DESC LIMIT 1) AS newest
FROM (SELECT 1) AS one
LEFT JOIN accounts AS a ON a.platform = :platform AND a.account = :account
LEFT JOIN people AS p ON p.id = a.person_id AND p.erased_at IS NULL
LEFT JOIN dialogues AS d ON d.platform = :platform AND d.chat = :chat

-- keep
INSERT INTO dialogues (platform, chat, flow, step, version, state, menu, changed_at)
VALUES (:platform, :chat, :flow, :step, :version, :state, :menu, :now)
ON CONFLICT (platform, chat) DO UPDATE SET
    flow = excluded.flow, step = excluded.step, version = excluded.version, state = excluded.state, menu = excluded.menu, changed_at = excluded.changed_at

-- add_menu
INSERT INTO dialogues (platform, chat, menu, changed_at) VALUES (:platform, :chat, :menu, :now)
ON CONFLICT (platform, chat) DO UPDATE SET menu = excluded.menu

-- people_by_chat
SELECT a.chat, p.id AS person_id, p.full_name, p.job_title,
       (SELECT json_group_array(json_array(s.bloc_id, b.name, b.zone, s.role, s.unit_id, coalesce(u.code, ''), coalesce(u.name, ''), u.post, s.scope))
        FROM seats AS s JOIN blocs AS b ON b.id = s.bloc_id LEFT JOIN units AS u ON u.id = s.unit_id
        WHERE s.person_id = p.id AND s.until IS NULL AND u.left_at IS NULL) AS seats
FROM accounts AS a JOIN people AS p ON p.id = a.person_id WHERE a.platform = :platform AND a.reachable = 1

-- forget
DELETE FROM dialogues WHERE platform = :platform AND chat = :chat
