-- add
INSERT INTO people (full_name, job_title, consented_at) VALUES (:full_name, :job_title, :now) RETURNING id

-- keep_name
INSERT INTO people_names (person_id, full_name, job_title, until) SELECT id, full_name, job_title, :now FROM people WHERE id = :id

-- forget_accounts
DELETE FROM accounts WHERE person_id = :id

-- forget_titles
UPDATE people_names SET job_title = '' WHERE person_id = :id

-- forget_office
DELETE FROM office_people WHERE person_id = :id

-- erase
UPDATE people SET job_title = '', erased_at = :now WHERE id = :id

-- forget_notes
DELETE FROM notes WHERE person_id = :id

-- forget_unreadable
DELETE FROM unreadable WHERE EXISTS (SELECT 1 FROM accounts AS a WHERE a.person_id = :id AND a.platform = unreadable.platform AND instr(raw, a.account) > 0)

-- forget_due
DELETE FROM due WHERE subject = 'person:' || :id

-- forget_reminded
UPDATE due SET occurrence = rtrim(replace(replace(replace(occurrence, ' ', ' ,') || ',', ',' || :id || ',', ','), ' ,', ' '), ',')
WHERE kind = 'standings.unreached' AND replace(occurrence, ' ', ',') || ',' LIKE '%,' || :id || ',%'

-- rename
UPDATE people SET full_name = :full_name, job_title = :job_title WHERE id = :id

-- of
SELECT id, full_name, job_title FROM people WHERE id = :id

-- tie
INSERT INTO accounts (platform, account, chat, person_id) VALUES (:platform, :account, :chat, :person_id)
ON CONFLICT (platform, account) DO UPDATE SET chat = excluded.chat, person_id = excluded.person_id, reachable = 1, unreachable_why = ''

-- reach
UPDATE accounts SET reachable = :reachable, unreachable_why = :why WHERE platform = :platform AND chat = :chat

-- recipients
SELECT a.person_id, a.platform, a.chat, a.reachable, a.unreachable_why, d.flow, d.step, coalesce(d.menu, '[]') AS menu,
       (SELECT json_group_array(s.bloc_id) FROM seats AS s WHERE s.person_id = a.person_id AND s.until IS NULL) AS blocs
FROM accounts AS a LEFT JOIN dialogues AS d ON d.platform = a.platform AND d.chat = a.chat
WHERE a.person_id IN (SELECT value FROM json_each(:ids))

-- addressees
SELECT p.id, p.full_name, coalesce(max(a.reachable), 0) AS reachable, coalesce(max(a.unreachable_why), '') AS why
FROM people AS p LEFT JOIN accounts AS a ON a.person_id = p.id
WHERE p.id IN (SELECT value FROM json_each(:ids)) GROUP BY p.id ORDER BY p.id

-- forget_dialogues
DELETE FROM dialogues WHERE (platform, chat) IN (SELECT platform, chat FROM accounts WHERE person_id = :id)

-- forget_notices
DELETE FROM notices WHERE (platform, chat) IN (SELECT platform, chat FROM accounts WHERE person_id = :id)

-- forget_evidence_chats
UPDATE evidence SET chat = '' WHERE by = :id

-- unreachable
SELECT count(DISTINCT a.person_id) AS people FROM accounts AS a JOIN seats AS e ON e.person_id = a.person_id AND e.until IS NULL WHERE a.reachable = 0
