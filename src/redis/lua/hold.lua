-- Says that a visit is still alive while it waits for Telegram. Needs base.lua.
-- ARGV: 2 chat, 3 fence, 4 ms for which it goes on holding. Reply: 1, or 0 when it is not ours.
local lock = key('out', ARGV[2], 'visit')
if redis.call('GET', lock) ~= ARGV[3] then return 0 end
return redis.call('PEXPIRE', lock, ARGV[4])
