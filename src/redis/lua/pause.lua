-- Ends a visit before everything is sent: the chat is visited again after a while. Needs base.lua.
-- ARGV: 2 chat, 3 fence, 4 ms. Reply: 1, or 0 when the visit was no longer ours.
local lock = key('out', ARGV[2], 'visit')
if redis.call('GET', lock) ~= ARGV[3] then return 0 end
redis.call('DEL', lock)
redis.call('ZADD', key('due'), now + tonumber(ARGV[4]), ARGV[2])
return 1
