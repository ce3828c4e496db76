-- Dead letters, the newest first.
-- Values: count (wanted), stage ('' for all), onlyIds, bytes (at most), from (the newest id to look at, '+' for all),
--   lookedAt (how many to look at, at most).
-- Reply: {id to go on behind or '', entries (or ids)}. A letter without a stage is one of `decoding`.
-- Only reads.
-- Requires: ../scripts/bounded.lua
local found = {}

local function stage_of(fields)
  for at = 1, #fields, 2 do if fields[at] == 'stage' then return fields[at + 1] end end
  return 'decoding'
end

local budget = { entries = values.lookedAt, bytes = values.bytes, first = true }
local entries, is_more = read_bounded('XREVRANGE', keys.dead_letters, values.from, '-', budget)
local last = ''
for _, entry in ipairs(entries) do
  if #found >= values.count then return { last, found } end
  last = entry[1]
  if values.stage == '' or stage_of(entry[2]) == values.stage then
    found[#found + 1] = values.onlyIds and last or entry
  end
end
return { is_more and last or '', found }
