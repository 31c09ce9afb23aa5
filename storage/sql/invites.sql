-- issue
INSERT INTO invites (code, bloc_id, unit_id, role, uses_left, created_at, expires_at, created_by, scope)
VALUES (:code, :bloc_id, :unit_id, :role, :uses, :now, :expires_at, :by, :scope)

-- of
SELECT i.code, i.bloc_id, b.name AS bloc_name, b.zone, i.unit_id, u.code AS unit_code, u.name AS unit_name, i.role, i.uses_left, i.expires_at, i.revoked_at, i.scope
FROM invites AS i JOIN blocs AS b ON b.id = i.bloc_id LEFT JOIN units AS u ON u.id = i.unit_id WHERE i.code = :code

-- spend
UPDATE invites SET uses_left = uses_left - 1
WHERE code = :code AND uses_left > 0 AND revoked_at IS NULL AND expires_at > :now RETURNING code

-- revoke
UPDATE invites SET revoked_at = :now WHERE code = :code AND revoked_at IS NULL RETURNING code

-- everything
SELECT i.code, i.bloc_id, b.name AS bloc_name, b.zone, i.unit_id, u.code AS unit_code, u.name AS unit_name, i.role, i.uses_left, i.expires_at, i.revoked_at, i.scope
FROM invites AS i JOIN blocs AS b ON b.id = i.bloc_id LEFT JOIN units AS u ON u.id = i.unit_id ORDER BY i.created_at, i.code
