-- Shared part: approvals as they stand.
-- Requires: ../scripts/base.lua

-- {key, request, version, changed or '', revision, outcome or '', acknowledgement or '', votes}; empty for an
-- unknown one.
local function standing_of(id)
  local fields = redis.call('HMGET', keys.approval(id), 'request', 'version', 'changed', 'revision', 'outcome',
    'acknowledgement', 'votes')
  if not fields[1] then return {} end
  local standing = { id }
  for at = 1, 7 do standing[at + 1] = fields[at] or '' end
  return standing
end
