-- issue
INSERT INTO invites (code, bloc_id, unit_id, role, uses_left, created_at, expires_at, created_by, scope)
VALUES (:code, :bloc_id, :unit_id, :role, :uses, :now, :expires_at, :by, :scope)

-- of
SELECT i.code, i.bloc_id, b.name AS bloc_name, b.zone, i.unit_id, u.code AS unit_code, u.name AS unit_name, i.role, i.uses_left, i.expires_at, i.revoked_at,
       i.created_by, i.created_at, i.scope, w.full_name AS by_name
FROM invites AS i JOIN blocs AS b ON b.id = i.bloc_id LEFT JOIN units AS u ON u.id = i.unit_id LEFT JOIN people AS w ON w.id = i.created_by WHERE i.code = :code

-- spend
UPDATE invites SET uses_left = uses_left - 1
WHERE code = :code AND uses_left > 0 AND revoked_at IS NULL AND expires_at > :now RETURNING code

-- revoke
UPDATE invites SET revoked_at = :now WHERE code = :code AND revoked_at IS NULL RETURNING code

-- everything
SELECT i.code, i.bloc_id, b.name AS bloc_name, b.zone, i.unit_id, u.code AS unit_code, u.name AS unit_name, i.role, i.uses_left, i.expires_at, i.revoked_at,
       i.created_by, i.created_at, i.scope, w.full_name AS by_name
FROM invites AS i JOIN blocs AS b ON b.id = i.bloc_id LEFT JOIN units AS u ON u.id = i.unit_id LEFT JOIN people AS w ON w.id = i.created_by ORDER BY i.created_at, i.code

-- open_of
SELECT i.code, i.bloc_id, b.name AS bloc_name, b.zone, i.unit_id, u.code AS unit_code, u.name AS unit_name, i.role, i.uses_left, i.expires_at, i.revoked_at,
       i.created_by, i.created_at, i.scope, w.full_name AS by_name
FROM invites AS i JOIN blocs AS b ON b.id = i.bloc_id LEFT JOIN units AS u ON u.id = i.unit_id LEFT JOIN people AS w ON w.id = i.created_by
WHERE i.bloc_id = :bloc_id AND i.unit_id IS :unit_id AND i.revoked_at IS NULL AND i.uses_left > 0 AND i.expires_at > :now ORDER BY i.created_at, i.code

-- end_with_seat
UPDATE invites SET revoked_at = :now
WHERE bloc_id = :bloc_id AND revoked_at IS NULL AND uses_left > 0 AND expires_at > :now
  AND (created_by = :person_id OR unit_id IS NOT NULL AND unit_id = :unit_id OR :unit_id IS NULL AND unit_id IS NULL AND role = :role)
RETURNING code
