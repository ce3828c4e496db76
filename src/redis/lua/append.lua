-- Appends what is new to the journal, buries what can't be decoded, puts aside what is to be tried
-- again and acknowledges the source, all or nothing. Needs base.lua, events.lua.
-- ARGV: 2 source, 3 from, 4 to (source empty: nothing to acknowledge), 5 the source's consumer group
--   ('' when the position is ours), 6 ms for which an id is remembered, 7 ms within which equal
--   content is a repeat, 8 events kept of a job, 9 oldest position kept,
--   10 number of dead letters, then for each: source, entry id, raw, reason, attempts;
--   then the number of messages to try again, and for each: id, message, when it is due (ms);
--   then all candidates in one argument, since the number of arguments is what a large batch costs:
--   three lines each, see events.lua.
-- Reply: {'moved', position} when the source stands elsewhere than `from`, and nothing is written;
--   else {'appended', '<position> <position> ...'}, where that of a repeat is empty.
-- Invariant: an entry of a source is handled once.
local source, from, to, group = ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local limits = {
  memory_ms = tonumber(ARGV[6]),
  window_ms = tonumber(ARGV[7]),
  per_job = tonumber(ARGV[8]),
  oldest = ARGV[9],
}

-- Where a group stands: name and value alternate in the reply.
local function group_at()
  for _, fields in ipairs(redis.call('XINFO', 'GROUPS', source)) do
    local info = {}
    for at = 1, #fields, 2 do info[fields[at]] = fields[at + 1] end
    if info.name == group then return info['last-delivered-id'] end
  end
  return ''
end

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

local at = 11
for _ = 1, tonumber(ARGV[10]) do
  local digest = redis.sha1hex(table.concat({ ARGV[at], ARGV[at + 1], ARGV[at + 2] }, '\n'))
  -- Read again after its group was lost, or buried again after a crash, it is one letter.
  if ARGV[at + 1] == '' or redis.call('SET', key('buried', digest), '', 'PX', ARGV[6], 'NX') then
    redis.call('XADD', key('dlq'), '*', 'source', ARGV[at], 'entry_id', ARGV[at + 1], 'raw', ARGV[at + 2],
      'reason', ARGV[at + 3], 'attempts', ARGV[at + 4], 'failed_at', tostring(now))
  end
  at = at + 5
end

local again = tonumber(ARGV[at])
at = at + 1
for _ = 1, again do
  redis.call('HSET', key('again', 'messages'), ARGV[at], ARGV[at + 1])
  redis.call('ZADD', key('again'), ARGV[at + 2], ARGV[at])
  at = at + 3
end

local positions = {}
for head, references, event in string.gmatch(ARGV[at], '([^\n]*)\n([^\n]*)\n([^\n]*)\n') do
  positions[#positions + 1] = take_in(head, references, event, limits)
end
finish(limits)
return { 'appended', table.concat(positions, ' ') }
