-- Reads what comes next in several streams, in turn, until it weighs enough.
-- ARGV: 1 entries of one stream at most, 2 bytes of all together, 3 '1': each stream that has something
--   answers at least one entry (else those behind the heaviest answer none), then for each stream: name,
--   the position to read on behind, and '1' when it had more than was read last time.
-- Reply: for each stream that has something, in that order:
--   {number from 1, 'entries', '1' when there is more, '1' when entries were trimmed before they were
--   read, entries}, or {number, 'wrong', reason} for one that can't be read.
-- Only reads. A stream that can't be read costs the others nothing.
-- Requires: ../scripts/attempt.lua, ../scripts/bounded.lua
local bytes_left = tonumber(ARGV[2])

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

-- Whoever reads as fast as it can and finds the place where it left off trimmed away lost what was behind.
local function is_trimmed(stream, after)
  if after == '0-0' or #redis.call('XRANGE', stream, after, after, 'COUNT', 1) > 0 then return false end
  local info = info_of(stream)
  local first = info['recorded-first-entry-id']
  return info.length > 0 and first ~= nil and is_before(after, first)
    and info['max-deleted-entry-id'] ~= after
end

local reply = {}
for at = 4, #ARGV, 3 do
  local stream, after, number = ARGV[at], ARGV[at + 1], (at - 1) / 3
  local reason = attempt(function()
    local trimmed = ARGV[at + 2] == '1' and is_trimmed(stream, after)
    local budget = { entries = tonumber(ARGV[1]), bytes = bytes_left, first = ARGV[3] == '1' or at == 4 }
    local entries, is_more = read_bounded('XRANGE', stream, '(' .. after, '+', budget)
    bytes_left = budget.bytes
    if #entries > 0 or is_more then
      reply[#reply + 1] = { number, 'entries', is_more and '1' or '', trimmed and '1' or '', entries }
    end
  end)
  if reason then reply[#reply + 1] = { number, 'wrong', reason } end
end
return reply
