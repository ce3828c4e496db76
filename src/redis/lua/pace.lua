-- Asks whether a Bot API call for a chat may be made now, and if so counts it. Needs base.lua.
-- A chat has a steady pace with a small burst (GCRA: `pace:<chat>` is the time at which its budget is
-- full again); all chats share a sliding window of one second.
-- ARGV: 2 chat, 3 ms between two calls to it, 4 burst of this call's class, 5 calls a second of all
--   chats that this class may use. Reply: 0 (go), or the ms to wait.
local chat, interval, burst, limit = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local paused = math.max(redis.call('PTTL', key('pace', 'pause')), redis.call('PTTL', key('pace', chat, 'pause')))
if paused > 0 then return paused end

local full_at = math.max(now, tonumber(redis.call('GET', key('pace', chat)) or '0'))
local wait = full_at - now - (burst - 1) * interval
if wait > 0 then return math.ceil(wait) end

local calls = key('pace', 'calls')
redis.call('ZREMRANGEBYSCORE', calls, '-inf', now - 1000)
if redis.call('ZCARD', calls) >= limit then
  local oldest = redis.call('ZRANGE', calls, 0, 0, 'WITHSCORES')
  return math.max(1, tonumber(oldest[2]) + 1001 - now)
end
redis.call('ZADD', calls, now, redis.call('INCR', key('pace', 'turn')))
redis.call('PEXPIRE', calls, 2000)
redis.call('SET', key('pace', chat), full_at + interval, 'PX', math.ceil(full_at + interval - now) + 1000)
return 0
