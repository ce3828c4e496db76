-- Obeys a 429: the chat pauses; when several chats are told to wait within seconds, the bot itself is
-- meant and everything pauses, but for a call now and then that finds out whether it has to.
-- Values: chat, waitMs, botFloodMs (within which 429s of several chats mean the bot), maxBotPauseMs.
-- Reply: 'chat' or 'bot'.
-- Requires: pace.lua
local floods, all = keys.pace_floods, keys.pace_all
pace_write(keys.pace_chat(values.chat), 'pause', steady() + values.waitMs)
if redis.call('SISMEMBER', keys.pace_own, values.chat) == 1 then return 'chat' end
redis.call('ZREMRANGEBYSCORE', floods, '-inf', string.format('%.0f', steady() - values.botFloodMs))
redis.call('ZADD', floods, string.format('%.0f', steady()), values.chat)
redis.call('PEXPIRE', floods, IDLE_MS)
if redis.call('ZCARD', floods) < 2 then return 'chat' end
local pause = steady() + math.min(values.waitMs, values.maxBotPauseMs)
local known = read_fields(all)
-- Those that were on their way when it began say nothing new.
local is_new = (known.pause or 0) <= steady()
-- At first it is what news used beyond their share.
local was_calm = is_new and is_calm(known)
local slow = is_new and not was_calm and math.min(MAX_SLOWNESS, slowness(known) * 1.25) or known.slow or 1
if was_calm then pace_write(all, 'kept_until', steady() + SLOW_MS) end
pace_write(all, 'pause', math.max(pause, known.pause or 0), 'paused', steady(), 'probe',
  steady() + (is_new and FIRST_PROBE_MS or PROBE_MS),
  'slow', slow)
return 'bot'
