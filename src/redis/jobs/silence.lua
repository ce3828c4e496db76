-- Shared part: jobs that are expected to give signs of life. Times in ms are of the steady clock.
--   jobs:silence          sorted set: job -> when there is something to report of it
--   jobs:signs            hash: job -> JSON {limit (ms; 0: no more signs are expected), heard_ms, heard_at (instant):
--                         its last sign; silent_ms, silent_at: the last one before the silence that was reported;
--                         again_ms, again_at: the first one after it, until that is reported}
--   jobs:silence:checked  when it was last looked for what is due
-- Invariant: a silence is reported once, and its end once.
-- Requires: ../scripts/base.lua
local function signs_of(job)
  local text = redis.call('HGET', keys.job_signs, job)
  return text and cjson.decode(text)
end

local function forget_signs(job)
  redis.call('ZREM', keys.job_silence, job)
  redis.call('HDEL', keys.job_signs, job)
end

local function keep_signs(job, signs)
  local due = signs.again_ms or (not signs.silent_ms and signs.heard_ms + signs.limit)
  if not signs.again_ms and signs.limit == 0 then return forget_signs(job) end
  redis.call('HSET', keys.job_signs, job, cjson.encode(signs))
  if due then redis.call('ZADD', keys.job_silence, string.format('%.0f', due), job)
  else redis.call('ZREM', keys.job_silence, job) end
end

local function note_sign(signs, at)
  if signs.silent_ms and not signs.again_ms then signs.again_ms, signs.again_at = steady(), at end
  signs.heard_ms, signs.heard_at = steady(), at
end

-- The job has to say something within `limit`; 0: nothing is expected of it. `seen`: at (instant), is_sign.
local function expect_sign(job, limit, seen)
  local signs = signs_of(job)
  if not signs then
    if limit == 0 then return end
    signs = { heard_ms = steady(), heard_at = seen.at }
  elseif seen.is_sign then note_sign(signs, seen.at) end
  signs.limit = limit
  keep_signs(job, signs)
end

-- A job is found under another key from now on.
local function move_signs(from, to)
  local signs = signs_of(from)
  if not signs then return end
  forget_signs(from)
  keep_signs(to, signs)
end
