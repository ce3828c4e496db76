-- Loads the entries of a stream at some positions, until they weigh enough.
-- KEYS: 1 the stream. ARGV: 1 bytes at most, then positions.
-- Reply: {how many of the positions were looked at, entries}; those that are gone are left out. The first
-- entry however heavy it is. Only reads.
-- Requires: ../scripts/bounded.lua
local left, found = tonumber(ARGV[1]), {}
for at = 2, #ARGV do
  local entry = redis.call('XRANGE', KEYS[1], ARGV[at], ARGV[at])[1]
  if entry then
    left = left - weight_of(entry)
    if left < 0 and #found > 0 then return { at - 2, found } end
    found[#found + 1] = entry
  end
end
return { #ARGV - 1, found }
