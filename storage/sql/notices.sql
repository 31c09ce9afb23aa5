-- make_room
DELETE FROM notices WHERE platform = :platform AND chat = :chat AND (menu = :menu OR told_at < :before OR id NOT IN (
    SELECT id FROM notices WHERE platform = :platform AND chat = :chat ORDER BY id DESC LIMIT 19))

-- put
INSERT INTO notices (platform, chat, title, menu, told_at) VALUES (:platform, :chat, :title, :menu, :now)

-- strike
DELETE FROM notices WHERE platform = :platform AND chat = :chat
    AND EXISTS (SELECT 1 FROM json_each(menu) AS line WHERE json_extract(line.value, '$[1]') = :action AND json_extract(line.value, '$[2]') = 0)

-- outdate
DELETE FROM notices WHERE (platform, chat) IN (SELECT platform, chat FROM accounts WHERE person_id IN (SELECT value FROM json_each(:people)))
    AND EXISTS (SELECT 1 FROM json_each(menu) AS line, json_each(:actions) AS act
                WHERE json_extract(line.value, '$[2]') = 0 AND substr(json_extract(line.value, '$[1]') || ':', 1, length(act.value) + 1) = act.value || ':')

-- forget_name
UPDATE notices SET title = replace(title, :name, '…') WHERE instr(title, :name) > 0
