-- Ends a visit before everything is sent: the chat is visited again after a while.
-- Values: chat, fence, ms. Reply: 1, or 0 when the visit was no longer ours.
-- Requires: visit.lua
if not is_ours(values.chat, values.fence) then return 0 end
end_visit(values.chat)
redis.call('ZADD', keys.due, string.format('%.0f', steady() + values.ms), values.chat)
return 1
