-- Shared part: approvals as they stand. Needs base.lua.

-- {request, revision, outcome or '', reception or '', {vote, ...} by the order of people's first}; empty
-- for an unknown one.
local function standing_of(id)
  local fields = redis.call('HMGET', key('approval', id), 'request', 'revision', 'outcome', 'reception')
  if not fields[1] then return {} end
  local votes = {}
  for _, person in ipairs(redis.call('LRANGE', key('approval', id, 'voters'), 0, -1)) do
    votes[#votes + 1] = redis.call('HGET', key('approval', id, 'votes'), person)
  end
  return { fields[1], fields[2], fields[3] or '', fields[4] or '', votes }
end
