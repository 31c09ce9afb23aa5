-- put
INSERT INTO outbox (id, platform, chat, priority, kind, key, redraws, payload, not_before, state, reason, about, person_id, bloc_id, created_at, attempts)
VALUES (:id, :platform, :chat, :priority, :kind, :key, :redraws, :payload, :now, :state, :reason, :about, :person_id, :bloc_id, :now, iif(:state = 'sending', 1, 0))

-- last_id
SELECT coalesce(max(id), 0) AS id FROM outbox

-- supersede
UPDATE outbox SET state = 'superseded', settled_at = :now
WHERE platform = :platform AND chat = :chat AND key = :key AND redraws = 1 AND state = 'waiting'

-- standing
SELECT last.id AS last_id, line.platform, line.chat, line.priority FROM (SELECT coalesce(max(id), 0) AS id FROM outbox) AS last LEFT JOIN (
    SELECT platform, chat, min(priority) AS priority FROM outbox
    WHERE state = 'waiting' AND chat IN (SELECT value FROM json_each(:chats)) GROUP BY platform, chat) AS line

-- leaving
SELECT id, platform, chat, priority, kind, key, redraws, payload, attempts, reason, about, person_id FROM outbox AS one
WHERE state = 'waiting' AND (not_before <= :now OR not_before > :beyond) AND platform = :platform
    AND chat NOT IN (SELECT value FROM json_each(:but)) AND NOT EXISTS (
    SELECT 1 FROM outbox AS earlier
    WHERE earlier.state = 'waiting' AND earlier.platform = one.platform AND earlier.chat = one.chat AND earlier.not_before > :now AND earlier.not_before <= :beyond
        AND (earlier.priority, earlier.id) < (one.priority, one.id))
ORDER BY priority, id LIMIT :most

-- mark_sending
UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE state = 'waiting' AND id IN (SELECT value FROM json_each(:ids))
RETURNING id, platform, chat, priority, kind, key, redraws, payload, attempts, reason, about, person_id

-- settle
UPDATE outbox SET state = :state, message = :message, reason = :reason, settled_at = :now WHERE id = :id

-- put_back
UPDATE outbox SET state = 'waiting', not_before = :at, attempts = attempts - :free WHERE id = :id

-- hasten
UPDATE outbox SET not_before = :now WHERE state = 'waiting' AND not_before > :beyond

-- begin
UPDATE outbox SET payload = json_set(payload, '$.begun', :sent) WHERE id = :id

-- send_again
UPDATE outbox SET state = 'waiting', not_before = :at, reason = :reason WHERE id = :id

-- left_by_a_crash
UPDATE outbox SET state = 'unknown' WHERE state = 'sending' AND platform = :platform
RETURNING id, platform, chat, priority, kind, key, redraws, payload, attempts, reason, about, person_id

-- resend
UPDATE outbox SET state = 'waiting', not_before = :now WHERE id = :id

-- message_of
SELECT message FROM outbox
WHERE platform = :platform AND chat = :chat AND key = :key AND key <> '' AND state = 'sent' AND message <> '' ORDER BY id DESC LIMIT 1

-- move_chat
UPDATE outbox SET chat = :new WHERE platform = :platform AND chat = :old AND state IN ('waiting', 'sending', 'unknown')

-- move_payloads
UPDATE outbox SET payload = json_set(payload, '$.chat', :new), message = ''
WHERE platform = :platform AND chat = :new AND state IN ('waiting', 'sending', 'unknown')

-- counts
SELECT sum(state IN ('waiting', 'sending')) AS waiting, sum(state = 'undeliverable') AS undeliverable, sum(state = 'unknown') AS unknown FROM outbox

-- next_at
SELECT min(not_before) AS at FROM outbox WHERE state = 'waiting' AND not_before > :now

-- undeliverable
SELECT coalesce(settled_at, created_at) AS at, id, kind, reason FROM outbox AS o
WHERE state = 'undeliverable' AND reason NOT LIKE 'unreached: %' AND NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.platform = o.platform AND a.chat = o.chat AND a.reachable = 0)
ORDER BY at DESC, id DESC LIMIT 100

-- delivery
SELECT o.person_id, o.state, o.reason, p.full_name FROM outbox AS o LEFT JOIN people AS p ON p.id = o.person_id
WHERE o.about = :about AND o.about <> '' ORDER BY o.id

-- forget
DELETE FROM outbox WHERE settled_at < :before AND state IN ('sent', 'superseded') AND about = ''

-- unknown_post
SELECT platform, chat FROM outbox WHERE id = :id AND state = 'unknown'

-- words
SELECT json_extract(payload, '$.text.plain') AS words FROM outbox WHERE id = :id

-- forget_after_farewells
DELETE FROM outbox WHERE state <> 'sending' AND id IN (
    SELECT one.id FROM outbox AS last CROSS JOIN outbox AS one ON one.platform = last.platform AND one.chat = last.chat AND one.id <= last.id
    WHERE last.kind = 'farewell' AND last.state IN ('sent', 'undeliverable'))

-- forget_messages_to
DELETE FROM outbox WHERE state IN ('waiting', 'sent', 'superseded', 'undeliverable')
    AND (person_id = :person_id OR (platform, chat) IN (SELECT platform, chat FROM accounts WHERE person_id = :person_id))

-- forget_keys_of
UPDATE outbox SET key = '' WHERE key LIKE 'absent:%:' || :person_id

-- forget_words_about
UPDATE outbox SET payload = '{}' WHERE state IN ('sent', 'superseded', 'undeliverable') AND instr(payload, :name) > 0

-- unsent
SELECT id, key, about, payload = '{}' AS forgotten, created_at FROM outbox
WHERE bloc_id = :bloc_id AND bloc_id IS NOT NULL AND state = 'undeliverable' AND (reason LIKE 'unreached: %' OR reason LIKE 'files refused: %') ORDER BY id

-- newest_post
SELECT coalesce(max(id), 0) AS id FROM outbox WHERE bloc_id = :bloc_id AND bloc_id IS NOT NULL AND key = :key AND redraws = 0

-- post_again
UPDATE outbox SET state = 'waiting', not_before = :now, reason = '', attempts = 0, settled_at = NULL, platform = :platform,
    payload = json_set(payload, '$.chat', :chat, '$.begun', iif(chat = :chat, coalesce(json_extract(payload, '$.begun'), 0), 0)), chat = :chat
WHERE state = 'undeliverable' AND id IN (SELECT value FROM json_each(:ids))

-- give_up
UPDATE outbox SET state = 'superseded', settled_at = :now WHERE state = 'undeliverable' AND id IN (SELECT value FROM json_each(:ids))
