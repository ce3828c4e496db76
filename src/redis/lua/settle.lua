-- Settles one approval and tells the bus, in one step. Needs base.lua, events.lua, outbox.lua,
-- approvals.lua.
-- ARGV: 2 approval id, 3 outcome, 4 attempt, 5 channel, 6 stream (both empty: nothing to announce),
--   7 the event as the bus wants it, 8 to 10 its lines for the journal (see events.lua),
--   11 ms for which an id is remembered, 12 events kept of a job, 13 oldest position kept.
-- Reply: {'settled' | 'already' | 'unknown', chat, delay, ...}.
-- Invariant: one outcome an approval; its event is in the stream and in the journal exactly once.
local status, wrote = settle(ARGV[2], ARGV[3], ARGV[4])
if wrote and ARGV[5] ~= '' then
  redis.call('XADD', ARGV[6], '*', 'event', ARGV[7])
  redis.call('PUBLISH', ARGV[5], ARGV[7])
  local limits = { memory_ms = tonumber(ARGV[11]), per_job = tonumber(ARGV[12]), oldest = ARGV[13] }
  take_in(ARGV[8], ARGV[9], ARGV[10], limits)
  finish(limits)
end
local reply = wakes()
table.insert(reply, 1, status)
return reply
