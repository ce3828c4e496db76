-- Appends what is new to the journal, buries what can't be decoded, puts aside what is to be tried
-- again and acknowledges the source, all or nothing; but for an event that Redis can't take in, which costs
-- nobody but itself.
-- ARGV: 2 source, 3 from, 4 to (source empty: nothing to acknowledge), 5 the source's consumer group
--   ('' when the position is ours), 6 ms for which an id is remembered, 7 ms within which equal
--   content is a repeat, 8 events kept of a job, 9 oldest position kept,
--   10 '1': an event that can't be taken in becomes a dead letter (else its sender is told),
--   11 id of the dead letter that is tried again, which is none any more when it was taken in ('': none),
--   12 number of dead letters, then for each: source, entry id, raw, reason, attempts, stage;
--   then the number of messages to try again, and for each: id, message, when it is due (ms);
--   then the number of entries that a follower of the journal (the source) sets aside, and for each: position,
--   state;
--   then all candidates in one argument, since the number of arguments is what a large batch costs:
--   three lines each, see events.lua.
-- Reply: {'moved', position} when the source stands elsewhere than `from`, and nothing is written;
--   else {'appended', '<position> <position> ...', failures, problem}, where the position of a repeat, or of
--   what was not taken in, is empty; failures are {number from 0, 'lost' | 'unindexed', reason, ...}, and the
--   problem is why something failed that is done once a batch ('' when nothing did).
-- Invariant: an entry of a source is handled once, and a dead letter is redriven once.
-- Requires: events.lua
local source, from, to, group = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local limits = {
  memory_ms = tonumber(ARGV[6]),
  window_ms = tonumber(ARGV[7]),
  per_job = tonumber(ARGV[8]),
  oldest = ARGV[9],
}
local is_burying, letter = ARGV[10] == '1', ARGV[11]

-- Where a group stands: name and value alternate in the reply. '' also where the key is no stream any more.
local function group_at()
  local position = ''
  attempt(function()
    for _, fields in ipairs(redis.call('XINFO', 'GROUPS', source)) do
      local info = {}
      for at = 1, #fields, 2 do info[fields[at]] = fields[at + 1] end
      if info.name == group then position = info['last-delivered-id'] end
    end
  end)
  return position
end

local journal_type = redis.call('TYPE', journal).ok
if journal_type ~= 'stream' and journal_type ~= 'none' then
  return redis.error_reply('WRONGTYPE The journal ' .. journal .. ' is a ' .. journal_type .. '; expected a stream.')
end
-- Harmless, and refused where Redis takes no writes just now: then nothing was written at all.
current_generation(limits)

if source ~= '' then
  local at = group == '' and (redis.call('HGET', key('positions'), source) or '') or group_at()
  -- Without a group there is nothing to move on: whoever reads makes it, and reads again.
  if at ~= from or (group ~= '' and at == '') then
    -- Nobody has to wait for whoever tried what is done already.
    local tried = redis.call('HGET', key('trying'), source)
    if tried and string.match(tried, '^(%S*) ') == from then redis.call('HDEL', key('trying'), source) end
    return { 'moved', at }
  end
  if group == '' then redis.call('HSET', key('positions'), source, to)
  else redis.call('XGROUP', 'SETID', source, group, to) end
  local careful = tonumber(redis.call('HGET', key('trying'), source .. ' careful') or 0)
  redis.call('HDEL', key('trying'), source)
  if careful > 1 then redis.call('HSET', key('trying'), source .. ' careful', careful - 1)
  elseif careful == 1 then redis.call('HDEL', key('trying'), source .. ' careful') end
end

if letter ~= '' and #redis.call('XRANGE', key('dlq'), letter, letter) == 0 then
  return { 'appended', '', {}, '' }
end

-- Read again after its group was lost, or buried again after a crash, it is one letter.
local function bury(of, entry, raw, reason, attempts, stage, id)
  local digest = redis.sha1hex(table.concat({ of, entry, id or raw }, '\n'))
  if (entry == '' and not id) or redis.call('SET', key('buried', digest), '', 'PX', ARGV[6], 'NX') then
    redis.call('XADD', key('dlq'), '*', 'source', of, 'entry_id', entry, 'raw', raw, 'reason', reason,
      'attempts', attempts, 'failed_at', tostring(now), 'stage', stage)
  end
end

local at = 13
for _ = 1, tonumber(ARGV[12]) do
  bury(ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5])
  at = at + 6
end

local again = tonumber(ARGV[at])
at = at + 1
for _ = 1, again do
  redis.call('HSET', key('again', 'messages'), ARGV[at], ARGV[at + 1])
  redis.call('ZADD', key('again'), ARGV[at + 2], ARGV[at])
  at = at + 3
end

local aside = tonumber(ARGV[at])
at = at + 1
for _ = 1, aside do
  redis.call('HSET', key(source, 'aside'), ARGV[at], ARGV[at + 1])
  at = at + 2
end

local positions, failures, lost = {}, {}, 0
local function fail(kind, reason)
  for _, value in ipairs({ tostring(#positions - 1), kind, reason }) do failures[#failures + 1] = value end
end

for head, references, event in string.gmatch(ARGV[at], '([^\n]*)\n([^\n]*)\n([^\n]*)\n') do
  local position, problem
  local reason = attempt(function() position, problem = take_in(head, references, event, limits) end)
  positions[#positions + 1] = position or ''
  if reason then
    fail('lost', reason)
    lost = lost + 1
    -- Known by its identity: it is one letter, however often it comes.
    local identity = string.match(head, '^%S+ %S+ %S+ (%S+ %S+)')
    if is_burying then bury('journal', '', event, reason, 1, 'decoding', identity) end
  elseif problem then fail('unindexed', problem) end
end
if letter ~= '' and lost == 0 then redis.call('XDEL', key('dlq'), letter) end
return { 'appended', table.concat(positions, ' '), failures, finish(limits) or '' }
