-- Renews a visit while it waits for Telegram.
-- Values: chat, fence, holdMs (for which it goes on holding). Reply: 1, or 0 when it is not ours.
-- Requires: visit.lua
if not is_ours(values.chat, values.fence) then return 0 end
keep_visit(values.chat, values.fence, values.holdMs)
return 1
