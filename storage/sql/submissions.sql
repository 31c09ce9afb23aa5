-- submit
INSERT INTO submissions (sheet_id, version, receipt, at, by, by_name, authority, total, deadline, sha256, sheet, audit_seq)
SELECT :sheet_id, :version, :receipt, :now, id, full_name, :authority, :total, :deadline, :sha256, :sheet, :audit_seq FROM people WHERE id = :by

-- next_version
SELECT coalesce(max(version), 0) + 1 AS version FROM submissions WHERE sheet_id = :sheet_id

-- in_force
SELECT m.sheet_id, m.version, m.receipt, m.at, m.authority, m.total, m.sha256, m.by_name, m.sheet, m.audit_seq FROM submissions AS m
WHERE m.sheet_id = :sheet_id AND m.withdrawn_at IS NULL ORDER BY m.version DESC LIMIT 1

-- withdraw
UPDATE submissions SET withdrawn_at = :now, withdrawn_by = :by WHERE sheet_id = :sheet_id AND withdrawn_at IS NULL
