-- Puts aside what could not be sent: it is tried again after a pause that grows with each try, and
-- nothing waits for it.
-- ARGV: 2 chat, 3 fence, 4 item, or 'window/<address>', 5 longest pause (ms), 6 share of the pause that
--   is taken (so that not all come back at once). Reply: {tries, ms}, or {} when the visit is not ours.
-- Requires: visit.lua
local chat, item = ARGV[2], ARGV[4]
if not is_ours(chat, ARGV[3]) then return {} end
local tries, taken = keys.out_tries(chat), redis.call('GET', keys.out_taken(chat))
local score = taken and string.match(taken, '^(%S+) ') or ''
if taken then redis.call('DEL', keys.out_taken(chat)) end
local count = tonumber(string.match(redis.call('HGET', tries, item) or '0', '^%d+')) + 1
redis.call('HSET', tries, item, count .. ' ' .. score)
local pause = math.min(tonumber(ARGV[5]), 1000 * 2 ^ math.min(count - 1, 20)) * tonumber(ARGV[6])
-- Whoever looks after the whole finds the chat here (state.lua, which also takes it out again).
redis.call('ZADD', keys.aside_chats, 'NX', string.format('%.0f', steady()), chat)
redis.call('ZADD', keys.out_aside(chat), string.format('%.0f', steady() + pause), item)
return { tostring(count), string.format('%.0f', pause) }
