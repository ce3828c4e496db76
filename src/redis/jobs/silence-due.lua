-- What is to be reported of the silence of jobs, the oldest first.
-- Values: limit (jobs). Reply: {job, due, 'silent' | 'heard', since (instant), how long (ms), at (instant of the sign
--   that ended it, or ''), job as JSON, ...}.
-- Invariant: a job is not due while something that came before its time is not routed yet; and if nobody looked for a
-- while, it gets the time in which what it said meanwhile is read.
-- Requires: silence.lua
local GAP_MS = 10000
local GRACE_MS = 10000

local checked = tonumber(redis.call('GET', keys.silence_checked) or 0)
redis.call('SET', keys.silence_checked, string.format('%.0f', steady()))
if steady() - checked > GAP_MS then
  local from = string.format('%.0f', steady() + GRACE_MS)
  for _, job in ipairs(redis.call('ZRANGEBYSCORE', keys.job_silence, '-inf', '(' .. from)) do
    redis.call('ZADD', keys.job_silence, from, job)
  end
end

local after = '(' .. (redis.call('GET', keys.routed) or '0-0')
local unrouted = redis.call('XRANGE', keys.journal, after, '+', 'COUNT', 1)[1]
local behind = unrouted and now - tonumber(string.match(unrouted[1], '^%d+')) or 0
local before = string.format('%.0f', steady() - math.max(0, behind))

local due = redis.call('ZRANGEBYSCORE', keys.job_silence, '-inf', before, 'WITHSCORES', 'LIMIT', 0, values.limit)
local reply = {}
for at = 1, #due, 2 do
  local job = due[at]
  local signs, text = signs_of(job), redis.call('HGET', keys.jobs, job)
  if not signs or not text then forget_signs(job)
  else
    local is_heard = signs.again_ms ~= nil
    local since = is_heard and signs.silent_at or signs.heard_at
    local ms = is_heard and signs.again_ms - signs.silent_ms or steady() - signs.heard_ms
    for _, value in ipairs({
      job, due[at + 1], is_heard and 'heard' or 'silent', since, string.format('%.0f', ms), signs.again_at or '', text,
    }) do reply[#reply + 1] = value end
  end
end
return reply
