-- Lends an item to whoever sends it beside the visit: nothing waits for it, and it comes back after a while.
-- Values: chat, fence, item, ms (until it comes back), isTry (it counts as a try).
-- Reply: how often it was tried, or -1 when the visit is not ours.
-- Requires: ../visit.lua
local chat, item = values.chat, values.item
if not is_ours(chat, values.fence) then return -1 end
local tries, taken = keys.out_tries(chat), redis.call('GET', keys.out_taken(chat))
local score = taken and string.match(taken, '^(%S+) ') or ''
if taken then redis.call('DEL', keys.out_taken(chat)) end
local count = tonumber(string.match(redis.call('HGET', tries, item) or '0', '^%d+')) + (values.isTry and 1 or 0)
redis.call('HSET', tries, item, count .. ' ' .. score)
redis.call('ZADD', keys.out_aside(chat), string.format('%.0f', steady() + values.ms), item)
return count
