-- Settles one approval and tells the bus, in one step. Needs base.lua, outbox.lua, approvals.lua.
-- ARGV: 2 approval id, 3 outcome, 4 attempt, 5 channel, 6 stream (both empty: nothing to announce),
--   7 the event as the bus wants it, 8 the event as the journal wants it, 9 the name it is seen by,
--   10 ms for which an id is remembered.
-- Reply: {'settled' | 'already' | 'unknown', chat, delay, ...}.
-- Invariant: one outcome an approval; its event is in the stream and in the journal exactly once.
local status, wrote = settle(ARGV[2], ARGV[3], ARGV[4])
if wrote and ARGV[5] ~= '' then
  redis.call('XADD', ARGV[6], '*', 'event', ARGV[7])
  redis.call('PUBLISH', ARGV[5], ARGV[7])
  if redis.call('SET', key('seen', ARGV[9]), '', 'PX', ARGV[10], 'NX') then
    redis.call('XADD', key('journal'), '*', 'e', ARGV[8])
  end
end
local reply = wakes()
table.insert(reply, 1, status)
return reply
