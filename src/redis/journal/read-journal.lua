-- Reads entries of the journal, one after another, until they weigh enough.
-- Values: command ('XRANGE' or 'XREVRANGE'), from, to, entries (at most), bytes (at most).
-- Reply: {'1' when there is more, else '', entries}; the first entry however heavy it is. Only reads.
-- Requires: ../scripts/bounded.lua
local budget = { entries = values.entries, bytes = values.bytes, first = true }
local entries, is_more = read_bounded(values.command, keys.journal, values.from, values.to, budget)
return { is_more and '1' or '', entries }
