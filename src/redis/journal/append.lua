-- Appends what is new to the journal, buries what can't be decoded, puts aside what is to be tried
-- again and acknowledges the source, all or nothing; but for an event that Redis can't take in, which costs
-- nobody but itself.
-- Values: source, from, to (source empty: nothing to acknowledge), group (the source's consumer group; '' when the
--   position is ours), memoryMs (for which an id is remembered), windowMs (within which equal content is a repeat),
--   perJob (events kept of a job), oldest (position kept), isBurying (an event that can't be taken in becomes a dead
--   letter, else its sender is told), letter (id of the dead letter that is tried again, which is none any more when
--   it was taken in; '': none), deadLetters (source, entryId, raw, reason, attempts, stage), again (messages to try
--   again: id, message, dueAt in ms), aside (entries that a follower of the journal, the source, sets aside:
--   position, state), clockStep (the last step of the clock that the caller knows of; '': none).
-- ARGV: 3 all candidates in one argument, since they are what a large batch costs: three lines each, see events.lua.
-- Reply: {'moved', position} when the source stands elsewhere than `from`, and nothing is written;
--   else {'appended', '<position> <position> ...', failures, problem, steady clock in ms, its last step}, where the
--   position of a repeat, or of what was not taken in, is empty; failures are {number from 0, 'lost' | 'unindexed',
--   reason, ...}, and the problem is why something failed that is done once a batch ('' when nothing did).
-- Invariant: an entry of a source is handled once, and a dead letter is redriven once.
-- Requires: events.lua
local source, from, to, group, letter = values.source, values.from, values.to, values.group, values.letter
local limits = {
  memory_ms = values.memoryMs,
  window_ms = values.windowMs,
  per_job = values.perJob,
  oldest = values.oldest,
  clock_step = values.clockStep,
}

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
-- Harmless, and refused while Redis accepts no writes: then nothing was written at all.
current_generation(limits)

if source ~= '' then
  local at = group == '' and (redis.call('HGET', keys.positions, source) or '') or group_at()
  -- Without a group there is nothing to move on: whoever reads makes it, and reads again.
  if at ~= from or (group ~= '' and at == '') then
    -- Nobody has to wait for an instance that tried what is done already.
    local tried = redis.call('HGET', keys.trying, source)
    if tried and string.match(tried, '^(%S*) ') == from then redis.call('HDEL', keys.trying, source) end
    return { 'moved', at }
  end
  if group == '' then redis.call('HSET', keys.positions, source, to)
  else redis.call('XGROUP', 'SETID', source, group, to) end
  local to_isolate = tonumber(redis.call('HGET', keys.trying, source .. ' to-isolate') or 0)
  redis.call('HDEL', keys.trying, source)
  if to_isolate > 1 then redis.call('HSET', keys.trying, source .. ' to-isolate', to_isolate - 1)
  elseif to_isolate == 1 then redis.call('HDEL', keys.trying, source .. ' to-isolate') end
end

local function appended(answer, failures, problem)
  return { 'appended', answer, failures, problem, string.format('%.0f', steady()), (last_step()) }
end

if letter ~= '' and #redis.call('XRANGE', keys.dead_letters, letter, letter) == 0 then
  return appended('', {}, '')
end

-- Read again after its group was lost, or given up again after a crash, it is one letter.
local function dead_letter(dead, id)
  local digest = redis.sha1hex(table.concat({ dead.source, dead.entryId, id or dead.raw }, '\n'))
  if (dead.entryId == '' and not id)
    or redis.call('SET', keys.dead_lettered(digest), '', 'PX', values.memoryMs, 'NX') then
    redis.call('XADD', keys.dead_letters, '*', 'source', dead.source, 'entry_id', dead.entryId, 'raw', dead.raw,
      'reason', dead.reason, 'attempts', dead.attempts, 'failed_at', tostring(now), 'stage', dead.stage)
  end
end

for _, dead in ipairs(values.deadLetters) do dead_letter(dead) end

for _, again in ipairs(values.again) do
  redis.call('HSET', keys.again_messages, again.id, again.message)
  redis.call('ZADD', keys.again, again.dueAt, again.id)
end

for _, one in ipairs(values.aside) do redis.call('HSET', keys.aside(source), one.position, one.state) end

local positions, failures, lost = {}, {}, 0
local function fail(kind, reason)
  for _, value in ipairs({ tostring(#positions - 1), kind, reason }) do failures[#failures + 1] = value end
end

for head, references, event in string.gmatch(ARGV[3], '([^\n]*)\n([^\n]*)\n([^\n]*)\n') do
  local position, problem
  local reason = attempt(function() position, problem = take_in(head, references, event, limits) end)
  positions[#positions + 1] = position or ''
  if reason then
    fail('lost', reason)
    lost = lost + 1
    -- Known by its identity: it is one letter, however often it comes.
    local identity = string.match(head, '^%S+ %S+ %S+ (%S+ %S+)')
    local dead = {
      source = 'journal', entryId = '', raw = event, reason = reason, attempts = 1, stage = 'decoding',
    }
    if values.isBurying then dead_letter(dead, identity) end
  elseif problem then fail('unindexed', problem) end
end
if letter ~= '' and lost == 0 then redis.call('XDEL', keys.dead_letters, letter) end
return appended(table.concat(positions, ' '), failures, finish(limits) or '')
