-- Appends what is new to the journal, buries what can't be decoded and acknowledges the source, all
-- or nothing.
-- ARGV: 2 source, 3 from, 4 to (source empty: nothing to acknowledge), 5 journal's lower bound (id),
--   6 ms for which an id is remembered, 7 ms within which equal content is a repeat,
--   8 number of dead letters, then for each: source, entry id, raw, reason, attempts;
--   then all candidates in one argument, since the number of arguments is what a large batch costs:
--   a line '<identity> <arrival in ms> <repeat key>' with identity 'id' or 'content', a line of JSON.
-- Reply: {'moved', position} when the source stands elsewhere than `from`, and nothing is written;
--   else {'appended', '<position> <position> ...'}, where that of a repeat is empty.
-- Invariant: an event id is journalled once; an entry of a source is handled once.
local source, from, to = ARGV[2], ARGV[3], ARGV[4]
local memory_ms, window_ms = ARGV[6], tonumber(ARGV[7])

if source ~= '' then
  local at = redis.call('HGET', key('positions'), source) or ''
  if at ~= from then return { 'moved', at } end
  redis.call('HSET', key('positions'), source, to)
end

local at = 9
for _ = 1, tonumber(ARGV[8]) do
  redis.call('XADD', key('dlq'), '*', 'source', ARGV[at], 'entry_id', ARGV[at + 1], 'raw', ARGV[at + 2],
    'reason', ARGV[at + 3], 'attempts', ARGV[at + 4], 'failed_at', tostring(now))
  at = at + 5
end

-- For content without id and time the first arrival is remembered, so that a copy read much later
-- from a stream is judged by when it was published, not by when it is read.
local function is_new(seen, identity, arrival)
  if identity == 'id' then
    return redis.call('SET', seen, '', 'PX', memory_ms, 'NX')
  end
  local first = redis.call('GET', seen)
  if first and math.abs(tonumber(first) - tonumber(arrival)) <= window_ms then return false end
  redis.call('SET', seen, arrival, 'PX', memory_ms)
  return true
end

local journal = key('journal')
local positions = {}
for identity, arrival, repeat_key, event in string.gmatch(ARGV[at], '(%S+) (%S+) ([^\n]*)\n([^\n]*)\n') do
  local position = ''
  if is_new(key('seen', repeat_key), identity, arrival) then
    position = redis.call('XADD', journal, '*', 'e', event)
  end
  positions[#positions + 1] = position
end
redis.call('XTRIM', journal, 'MINID', '~', ARGV[5])
return { 'appended', table.concat(positions, ' ') }
