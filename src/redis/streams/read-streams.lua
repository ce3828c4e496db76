-- Reads what comes next in several streams, in turn, until it weighs enough.
-- Values: entries (of one stream, at most), bytes (of all together), inStep (each stream that has something answers
--   at least one entry; else those behind the heaviest answer none), streams: {name, after (the position to read on
--   behind), isLagging (it had more than was read last time)} of each.
-- Reply: for each stream that has something, in that order:
--   {number from 1, 'entries', '1' when there is more, '1' when entries were trimmed before they were
--   read, entries}, or {number, 'wrong', reason} for one that can't be read.
-- Only reads. A stream that can't be read does not affect the others.
-- Requires: ../scripts/attempt.lua, ../scripts/bounded.lua
local bytes_left = values.bytes

local function info_of(stream)
  local flat, info = redis.call('XINFO', 'STREAM', stream), {}
  for at = 1, #flat, 2 do info[flat[at]] = flat[at + 1] end
  return info
end

local function is_before(a, b)
  local a_ms, a_seq = string.match(a, '(%d+)-(%d+)')
  local b_ms, b_seq = string.match(b, '(%d+)-(%d+)')
  if #a_ms ~= #b_ms then return #a_ms < #b_ms end
  if a_ms ~= b_ms then return a_ms < b_ms end
  if #a_seq ~= #b_seq then return #a_seq < #b_seq end
  return a_seq < b_seq
end

-- A reader that lags and finds its position trimmed away has lost what followed it.
local function is_trimmed(stream, after)
  if after == '0-0' or #redis.call('XRANGE', stream, after, after, 'COUNT', 1) > 0 then return false end
  local info = info_of(stream)
  local first = info['recorded-first-entry-id']
  return info.length > 0 and first ~= nil and is_before(after, first)
    and info['max-deleted-entry-id'] ~= after
end

local reply = {}
for number, stream in ipairs(values.streams) do
  local reason = attempt(function()
    local trimmed = stream.isLagging and is_trimmed(stream.name, stream.after)
    local budget = { entries = values.entries, bytes = bytes_left, first = values.inStep or number == 1 }
    local entries, is_more = read_bounded('XRANGE', stream.name, '(' .. stream.after, '+', budget)
    bytes_left = budget.bytes
    if #entries > 0 or is_more then
      reply[#reply + 1] = { number, 'entries', is_more and '1' or '', trimmed and '1' or '', entries }
    end
  end)
  if reason then reply[#reply + 1] = { number, 'wrong', reason } end
end
return reply
