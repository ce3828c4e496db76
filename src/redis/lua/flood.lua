-- Obeys a 429: the chat pauses; when several chats are told to wait within seconds, the bot itself is
-- meant and everything pauses. Needs base.lua.
-- ARGV: 2 chat, 3 ms to wait, 4 ms within which 429s of several chats mean the bot.
-- Reply: 'chat' or 'bot'.
local floods = key('pace', 'floods')
redis.call('SET', key('pace', ARGV[2], 'pause'), '1', 'PX', ARGV[3])
redis.call('ZREMRANGEBYSCORE', floods, '-inf', now - tonumber(ARGV[4]))
redis.call('ZADD', floods, now, ARGV[2])
redis.call('PEXPIRE', floods, ARGV[4])
if redis.call('ZCARD', floods) < 2 then return 'chat' end
if redis.call('PTTL', key('pace', 'pause')) < tonumber(ARGV[3]) then
  redis.call('SET', key('pace', 'pause'), '1', 'PX', ARGV[3])
end
return 'bot'
