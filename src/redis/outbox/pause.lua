-- Ends a visit before everything is sent: the chat is visited again after a while.
-- ARGV: 2 chat, 3 fence, 4 ms. Reply: 1, or 0 when the visit was no longer ours.
-- Requires: visit.lua
if not is_ours(ARGV[2], ARGV[3]) then return 0 end
end_visit(ARGV[2])
redis.call('ZADD', key('due'), string.format('%.0f', steady() + tonumber(ARGV[4])), ARGV[2])
return 1
