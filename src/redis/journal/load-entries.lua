-- Loads the journal's entries at some positions, until they weigh enough.
-- Values: bytes (at most), positions.
-- Reply: {how many of the positions were looked at, entries}; those that are gone are left out. The first
-- entry however heavy it is. Only reads.
-- Requires: ../scripts/bounded.lua
local left, found = values.bytes, {}
for at, position in ipairs(values.positions) do
  local entry = redis.call('XRANGE', keys.journal, position, position)[1]
  if entry then
    left = left - weight_of(entry)
    if left < 0 and #found > 0 then return { at - 1, found } end
    found[#found + 1] = entry
  end
end
return { #values.positions, found }
