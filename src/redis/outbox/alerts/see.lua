-- Somebody has seen a failure.
-- Values: position, seen (JSON). Reply: {'seen' or 'already', then chat, delay, ...}.
-- Requires: alerts.lua
local is_first = note_alert(values.position, 'seen', values.seen)
local reply = wakes()
table.insert(reply, 1, is_first and 'seen' or 'already')
return reply
