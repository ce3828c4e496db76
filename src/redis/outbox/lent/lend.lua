-- Lends an item to whoever sends it beside the visit: nothing waits for it, and it comes back after a while.
-- Values: chat, fence, item, ms (until it comes back), by (who claims it, for as long; '' when it only waits).
-- Reply: how often it was tried; -1 when the visit is not ours; -2 when somebody else sends it already.
-- Invariant: of all replicas one at a time has the claim.
-- Requires: ../visit.lua
local chat, item, ms = values.chat, values.item, values.ms
if not is_ours(chat, values.fence) then return -1 end
local lent, aside = keys.lent(chat .. '/' .. item), keys.out_aside(chat)
local holder, left = redis.call('GET', lent), redis.call('PTTL', lent)
-- Its own claim is there already when the command is sent again, since its answer was lost.
local is_new = values.by ~= '' and not holder
local count = lay_down(chat, item, is_new and 1 or 0)
if holder and holder ~= values.by then
  -- It comes back if they are killed.
  redis.call('ZADD', aside, string.format('%.0f', steady() + left), item)
  return -2
end
if is_new then redis.call('SET', lent, values.by, 'PX', ms) end
redis.call('ZADD', aside, string.format('%.0f', steady() + ms), item)
return count
