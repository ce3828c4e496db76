-- Reads entries of a stream, one after another, until they weigh enough.
-- KEYS: 1 the stream. ARGV: 1 'XRANGE' or 'XREVRANGE', 2 from, 3 to, 4 entries at most, 5 bytes at most.
-- Reply: {'1' when there is more, else '', entries}; the first entry however heavy it is. Only reads.
-- Requires: ../scripts/bounded.lua
local budget = { entries = tonumber(ARGV[4]), bytes = tonumber(ARGV[5]), first = true }
local entries, is_more = read_bounded(ARGV[1], KEYS[1], ARGV[2], ARGV[3], budget)
return { is_more and '1' or '', entries }
