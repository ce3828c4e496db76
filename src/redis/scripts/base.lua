-- Shared beginning of the scripts that work on several keys. KEYS[1] names the slot (any key of ours), ARGV[1] is
-- KEY_PREFIX; every other key is made from it (scripts/lua-beginning.ts), so all of them share that slot.
-- Two times, both the server's, so that replicas with different clocks agree: `now` is the wall clock,
-- for instants that people see and deadlines that they set; `steady()` is for durations (windows, pauses,
-- pace, leases, visits).
local function now_ms()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local now = now_ms()

-- `clock` holds '<wall clock> <steady clock> <end of grace>' as they were when it was written, at most
-- about once a second. Where the wall clock stands behind that, it was set back, and the steady one goes
-- on from the latest time that it can have shown. (A step back by less than the time since the last
-- write can't be detected: then it goes back too, by less than a second.)
local CLOCK_WRITE_MS = 1000
-- Redis got no call for so long, or its clock was set forward. Whoever holds something had no time to renew
-- it: they get it now.
local CLOCK_GAP_MS = 10000
local CLOCK_GRACE_MS = 2000
-- No replica that lives is silent for so long: the clock was set forward, or nobody was there.
local CLOCK_STEP_MS = 30000
local steady_now, grace_until

local function steady()
  if steady_now then return steady_now end
  local wall, at, grace = string.match(redis.call('GET', keys.clock) or '', '^(%d+) (%d+) (%d+)$')
  wall, at = tonumber(wall or now - CLOCK_WRITE_MS), tonumber(at or now - CLOCK_WRITE_MS)
  grace_until = tonumber(grace or 0)
  local passed = now - wall
  steady_now = at + (passed < 0 and CLOCK_WRITE_MS or passed)
  if passed > CLOCK_GAP_MS then grace_until = steady_now + CLOCK_GRACE_MS end
  if passed > CLOCK_STEP_MS then
    redis.pcall('SET', keys.clock_step, string.format('%.0f %.0f', steady_now, passed))
  end
  if passed < 0 or passed >= CLOCK_WRITE_MS then
    -- Where nothing may be written now, time goes on all the same.
    redis.pcall('SET', keys.clock, string.format('%.0f %.0f %.0f', now, steady_now, grace_until))
  end
  return steady_now
end

-- When the clock last went a step forward, by the steady clock, which is what the step is known by ('' before the
-- first); and by how much.
local function last_step()
  steady()
  local since, by = string.match(redis.call('GET', keys.clock_step) or '', '^(%d+) (%d+)$')
  return since or '', tonumber(by or 0)
end

-- What a moment may be called by the steady clock, by somebody who knew of no step after `known`, and by those who
-- knew the last one. Where Redis got no call for long, nobody can say whether its clock made a step: what came up to
-- `reach` ms after that may have come so soon after what was before it.
local function names_of_moment(at, known, reach)
  local since, by = last_step()
  local names = { at }
  if since ~= '' and at < tonumber(since) + reach then names[#names + 1] = at - by end
  if since ~= known then names[#names + 1] = at + by end
  return names
end

-- Whether something that was held until then, by the steady clock, may be taken over.
local function has_run_out(ends)
  return steady() > ends and steady() > grace_until
end

-- The next fencing number of a counter. It begins with the time, so that a Redis that was emptied gives
-- nobody a number that an earlier holder may still believe in.
local function next_fence(counter)
  redis.call('SETNX', counter, string.format('%.0f', now))
  return string.format('%.0f', redis.call('INCR', counter))
end
