-- add_file
INSERT INTO evidence (sheet_id, address, kind, text, name, mime, size, platform, remote, remote_unique, album, chat, state, next_try_at, by, at)
VALUES (:sheet_id, :address, 'file', :text, :name, :mime, :size, :platform, :remote, :unique, :album, :chat, 'fetching', :now, :by, :now)
RETURNING id

-- add_document
INSERT INTO evidence (sheet_id, address, kind, text, state, by, at, message)
VALUES (:sheet_id, :address, 'document', :text, 'kept', :by, :now, :message)

-- take_back
UPDATE evidence SET removed_at = :now, removed_by = :by
WHERE sheet_id = :sheet_id AND address = :address AND message = :message AND by = :by AND removed_at IS NULL RETURNING text

-- remove
UPDATE evidence SET removed_at = :now, removed_by = :by
WHERE sheet_id = :sheet_id AND address = :address AND id <= :newest AND removed_at IS NULL

-- remove_one
UPDATE evidence SET removed_at = :now, removed_by = :by WHERE id = :id AND removed_at IS NULL

-- copy_to
INSERT INTO evidence (sheet_id, address, kind, text, name, mime, size, platform, remote, remote_unique, album, chat, state, attempts, next_try_at, sha256,
    told, by, at)
SELECT sheet_id, :address, kind, text, :name, mime, size, platform, remote, remote_unique, album, chat, state, attempts, next_try_at, sha256, told, :by, :now
FROM evidence WHERE id = :id AND removed_at IS NULL
RETURNING id, iif(told = 1 OR state = 'fetching', '', state) AS untold

-- was_moved
SELECT 1 FROM evidence AS e JOIN evidence AS moved ON moved.sheet_id = e.sheet_id AND moved.address = :address AND moved.remote_unique = e.remote_unique
WHERE e.id = :id AND e.sheet_id = :sheet_id AND e.by = :by AND e.removed_at IS NOT NULL AND moved.removed_at IS NULL

-- drop_double
UPDATE evidence SET removed_at = :now WHERE id = :id AND removed_at IS NULL AND EXISTS (
    SELECT 1 FROM evidence AS other WHERE other.sheet_id = evidence.sheet_id AND other.address = evidence.address AND other.id < evidence.id
        AND other.sha256 = evidence.sha256 AND other.removed_at IS NULL)
RETURNING id

-- of_album
SELECT sheet_id, address FROM evidence WHERE album = :album AND album <> '' AND by = :by AND platform = :platform ORDER BY id DESC LIMIT 1

-- to_fetch
SELECT e.id, e.remote, e.size, e.name, e.attempts, p.bloc_id FROM evidence AS e JOIN sheets AS s ON s.id = e.sheet_id JOIN periods AS p ON p.id = s.period_id
WHERE e.state = 'fetching' AND e.platform = :platform AND e.removed_at IS NULL AND (e.next_try_at <= :now OR e.next_try_at > :longest) ORDER BY e.id LIMIT :most

-- keep
UPDATE evidence SET state = 'kept', sha256 = :sha256, size = :size, next_try_at = NULL WHERE id = :id

-- lose
UPDATE evidence SET state = 'lost', next_try_at = NULL WHERE id = :id

-- try_later
UPDATE evidence SET attempts = attempts + 1, next_try_at = :at WHERE id = :id

-- tell
UPDATE evidence SET told = 1
WHERE sheet_id = :sheet_id AND address = :address AND kind = 'file' AND state = 'kept' AND told = 0 AND removed_at IS NULL RETURNING id

-- of
SELECT id, sheet_id, address, name, state, album, by,
       (SELECT count(*) FROM evidence AS other WHERE other.sheet_id = e.sheet_id AND other.state = 'fetching' AND other.removed_at IS NULL) AS fetching,
       (SELECT count(*) FROM evidence AS other WHERE other.sheet_id = e.sheet_id AND other.address = e.address AND other.state = 'fetching'
            AND other.removed_at IS NULL) AS fetching_there
FROM evidence AS e WHERE id = :id

-- next_try
SELECT min(next_try_at) AS at FROM evidence WHERE state = 'fetching' AND platform = :platform AND removed_at IS NULL

-- count_pictures
SELECT count(*) AS count FROM evidence WHERE sheet_id = :sheet_id AND address = :address AND kind = 'file' AND mime LIKE 'image/%'

-- of_period
SELECT e.id, e.sheet_id, e.address FROM evidence AS e JOIN sheets AS s ON s.id = e.sheet_id
WHERE s.period_id = :period_id AND e.state <> 'lost' AND e.removed_at IS NULL ORDER BY e.id
