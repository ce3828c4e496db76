-- Reads how far the journal is.
-- Values: position (of which the digest is asked).
-- Reply: {epoch or '', first position or '', newest position that was ever given out, the newest one that
--   was deleted singly or '', digest of the entry at the given position or '', position of the entry before
--   it or '', newest position or '', its digest or '', former epoch, ...}. Nothing is changed.
local function digest(entry)
  return entry and redis.sha1hex(entry[2][2] or '') or ''
end

local function end_of_stream()
  if redis.call('EXISTS', keys.journal) == 0 then return '0-0', '' end
  local fields, info = redis.call('XINFO', 'STREAM', keys.journal), {}
  for at = 1, #fields, 2 do info[fields[at]] = fields[at + 1] end
  -- Only since Redis 7.0.
  return info['last-generated-id'], info['max-deleted-entry-id'] or ''
end

local last, deleted = end_of_stream()
local first = redis.call('XRANGE', keys.journal, '-', '+', 'COUNT', 1)[1]
local newest = redis.call('XREVRANGE', keys.journal, '+', '-', 'COUNT', 1)[1]
local position = values.position
local at = redis.call('XRANGE', keys.journal, position, position)[1]
local before = position ~= '0-0' and redis.call('XREVRANGE', keys.journal, '(' .. position, '-', 'COUNT', 1)[1]
local reply = {
  redis.call('GET', keys.epoch) or '', first and first[1] or '', last, deleted,
  digest(at), before and before[1] or '', newest and newest[1] or '', digest(newest),
}
for _, epoch in ipairs(redis.call('LRANGE', keys.former_epochs, 0, -1)) do reply[#reply + 1] = epoch end
return reply
