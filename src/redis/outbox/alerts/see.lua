-- Somebody has seen a failure.
-- Values: position, seen (JSON). Reply: {'seen' or 'already', then chat, delay, ...}.
-- Requires: alerts.lua
-- The button may be below a message that is about to say more.
local lead = redis.call('HGET', keys.alert(values.position), 'part_of')
local is_first = note_alert(lead or values.position, 'seen', values.seen)
if lead then note_alert(values.position, 'seen', values.seen) end
local reply = wakes()
table.insert(reply, 1, is_first and 'seen' or 'already')
return reply
