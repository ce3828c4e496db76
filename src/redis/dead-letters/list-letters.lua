-- Dead letters, the newest first.
-- KEYS: 1 their stream. ARGV: 1 how many, 2 stage or '' for all, 3 '1': only their ids, 4 bytes at most,
--   5 the newest id to look at ('+': all), 6 how many to look at, at most.
-- Reply: {id to go on behind or '', entries (or ids)}. A letter without a stage is one of `decoding`.
-- Only reads.
-- Requires: ../scripts/bounded.lua
local wanted, found = tonumber(ARGV[1]), {}

local function stage_of(fields)
  for at = 1, #fields, 2 do if fields[at] == 'stage' then return fields[at + 1] end end
  return 'decoding'
end

local budget = { entries = tonumber(ARGV[6]), bytes = tonumber(ARGV[4]), first = true }
local entries, is_more = read_bounded('XREVRANGE', KEYS[1], ARGV[5], '-', budget)
local last = ''
for _, entry in ipairs(entries) do
  if #found >= wanted then return { last, found } end
  last = entry[1]
  if ARGV[2] == '' or stage_of(entry[2]) == ARGV[2] then found[#found + 1] = ARGV[3] == '1' and last or entry end
end
return { is_more and last or '', found }
