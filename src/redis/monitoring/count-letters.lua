-- Counts dead letters by stage, one page of the list.
-- Values: from (where to begin, '-' for the oldest), entries and bytes (how many at most, and of what weight).
-- Reply: {where the next page begins or '', then stage and count, alternately}. A letter without a stage is one of
--   `decoding`.
-- Only reads.
-- Requires: ../scripts/bounded.lua
local counts, stages = {}, {}

local function stage_of(fields)
  for at = 1, #fields, 2 do if fields[at] == 'stage' then return fields[at + 1] end end
  return 'decoding'
end

local budget = { entries = values.entries, bytes = values.bytes, first = true }
local entries, is_more = read_bounded('XRANGE', keys.dead_letters, values.from, '+', budget)
for _, entry in ipairs(entries) do
  local stage = stage_of(entry[2])
  if not counts[stage] then stages[#stages + 1] = stage end
  counts[stage] = (counts[stage] or 0) + 1
end

local reply = { is_more and '(' .. entries[#entries][1] or '' }
for _, stage in ipairs(stages) do
  reply[#reply + 1] = stage
  reply[#reply + 1] = tostring(counts[stage])
end
return reply
