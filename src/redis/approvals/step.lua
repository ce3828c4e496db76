-- One step of an approval: votes, an outcome, or both; or nothing but audit entries, as a comment is. And the
-- event that says so, on the bus and in the journal.
-- ARGV: 2 key of the approval, 3 attempt, 4 revision or '' for any, 5 all votes after it or '' (as they
--   are), 6 outcome or '', 7 '1': only when the time is over, 8 '1': the outcome is a decision that a job
--   waits for, 9 channel, 10 stream (both empty: nothing to announce), 11 the event as the bus wants
--   it, 12 to 14 its lines for the journal (see events.lua), 15 ms for which an id is remembered,
--   16 events kept of a job, 17 oldest position kept, then audit entries.
-- Reply: {'made' | 'already' | 'changed' | 'overdue' | 'early' | 'unknown', the approval as it stands
--   then (see standing.lua), chat, delay, ...}.
-- Invariant: one outcome an approval, and nothing is written after it. The event of a step is in the stream and
-- in the journal exactly once. An attempt that was made changes nothing when it comes again. Only the event of an
-- outcome is kept to be said again, and only for an outcome a sign of the job is awaited. Without votes and outcome
-- the approval stays as it is: its revision, its votes, its copies.
-- Requires: ../journal/events.lua, standing.lua, approvals.lua
local id, attempt_id, votes, outcome = ARGV[2], ARGV[3], ARGV[5], ARGV[6]
local approval = key('approval', id)
local fields = redis.call('HMGET', approval, 'request', 'outcome', 'revision')

local function refusal()
  if not fields[1] then return 'unknown' end
  if redis.call('HEXISTS', key('approval', id, 'attempts'), attempt_id) == 1 then return 'made' end
  if fields[2] then return 'already' end
  local deadline = redis.call('ZSCORE', key('approvals', 'deadlines'), id)
  local is_over = deadline and tonumber(deadline) <= now
  if ARGV[7] == '1' and not is_over then return 'early' end
  if ARGV[7] ~= '1' and is_over then return 'overdue' end
  if ARGV[4] ~= '' and ARGV[4] ~= fields[3] then return 'changed' end
  return nil
end

local refused = refusal()
if refused then return { refused, standing_of(id) } end

-- Somebody else's stream: where it can't hold the event, nothing is decided until it can.
local kind = ARGV[10] ~= '' and redis.call('TYPE', ARGV[10]).ok or 'none'
if kind ~= 'none' and kind ~= 'stream' then
  return redis.error_reply('TRYAGAIN ' .. ARGV[10] .. ' is a ' .. kind .. ', not a stream')
end

redis.call('HSET', key('approval', id, 'attempts'), attempt_id, 1)
if votes ~= '' then redis.call('HSET', approval, 'votes', votes) end
for at = 18, #ARGV do audit(id, ARGV[at]) end

-- Into the stream, onto the channel and into the journal. Answers its position there.
local function publish()
  redis.call('XADD', ARGV[10], '*', 'event', ARGV[11])
  redis.call('PUBLISH', ARGV[9], ARGV[11])
  local limits = { memory_ms = tonumber(ARGV[15]), per_job = tonumber(ARGV[16]), oldest = ARGV[17] }
  local position = take_in(ARGV[12], ARGV[13], ARGV[14], limits)
  finish(limits)
  return position
end

if outcome ~= '' then settle(id, outcome)
elseif votes ~= '' then refresh_copies(id) end

if ARGV[9] ~= '' then
  local position = publish()
  if outcome ~= '' then
    redis.call('HSET', approval, 'channel', ARGV[9], 'announcement', ARGV[11])
    if ARGV[8] == '1' then await_sign(id, position) end
  end
end
local reply = wakes()
table.insert(reply, 1, standing_of(id))
table.insert(reply, 1, 'made')
return reply
