-- Puts aside what could not be sent: it is tried again after a pause that grows with each try, and
-- nothing waits for it.
-- Values: chat, fence, item (or 'window/<address>'), maxMs (the longest pause), share (of the pause that is
--   taken, so that not all come back at once). Reply: {tries, ms}, or {} when the visit is not ours.
-- Requires: visit.lua
local chat, item = values.chat, values.item
if not is_ours(chat, values.fence) then return {} end
local count = lay_down(chat, item, 1)
local pause = math.min(values.maxMs, 1000 * 2 ^ math.min(count - 1, 20)) * values.share
-- Monitoring finds the chat here (state.lua, which also takes it out again).
redis.call('ZADD', keys.aside_chats, 'NX', string.format('%.0f', steady()), chat)
redis.call('ZADD', keys.out_aside(chat), string.format('%.0f', steady() + pause), item)
return { tostring(count), string.format('%.0f', pause) }
