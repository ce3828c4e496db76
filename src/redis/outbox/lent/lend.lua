-- Lends an item to whoever sends it beside the visit: nothing waits for it, and it comes back after a while.
-- Values: chat, fence, item, ms (until it comes back), by (who claims it, for as long; '' when it only waits).
-- Reply: how often it was tried; -1 when the visit is not ours; -2 when somebody else sends it already.
-- Invariant: of all replicas one at a time has the claim.
-- Requires: ../visit.lua
local chat, item, ms = values.chat, values.item, values.ms
if not is_ours(chat, values.fence) then return -1 end
local lent, aside = keys.lent(chat .. '/' .. item), keys.out_aside(chat)
local tries, taken = keys.out_tries(chat), redis.call('GET', keys.out_taken(chat))
local score = taken and string.match(taken, '^(%S+) ') or ''
if taken then redis.call('DEL', keys.out_taken(chat)) end
local left = redis.call('PTTL', lent)
if left > 0 then
  -- It comes back if they are killed.
  redis.call('ZADD', aside, string.format('%.0f', steady() + left), item)
  return -2
end
if values.by ~= '' then redis.call('SET', lent, values.by, 'PX', ms) end
local count = tonumber(string.match(redis.call('HGET', tries, item) or '0', '^%d+')) + (values.by ~= '' and 1 or 0)
redis.call('HSET', tries, item, count .. ' ' .. score)
redis.call('ZADD', aside, string.format('%.0f', steady() + ms), item)
return count
