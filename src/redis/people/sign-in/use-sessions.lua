-- Looks up sessions, and prolongs them, as they are in use.
-- Values: hashes (of their secrets), idle (ms that one lasts unused), step (ms: less than that is not worth a write).
-- Reply: of each its document, and the ms that are left; '' and '0' of one that is over.
-- Invariant: none lasts longer than `ends`, however much it is used.
-- Requires: ../../scripts/base.lua
local reply = {}
for _, hash in ipairs(values.hashes) do
  local session = keys.session(hash)
  local found = redis.call('HMGET', session, 'about', 'ends')
  local left = redis.call('PTTL', session)
  local longest = math.min(values.idle, (tonumber(found[2] or 0) or 0) - now)
  if not found[1] or longest <= 0 then
    table.insert(reply, '')
    table.insert(reply, '0')
  else
    -- A Redis that takes no writes prolongs nothing, and answers all the same.
    if longest - left > values.step or longest < left then
      local done = redis.pcall('PEXPIRE', session, string.format('%.0f', longest))
      if done == 1 then left = longest end
    end
    table.insert(reply, found[1])
    table.insert(reply, string.format('%.0f', left))
  end
end
return reply
