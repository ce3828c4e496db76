-- Opens a visit to a chat.
-- Values: chat, holdMs (for which the visit holds without a sign of life).
-- Reply: {fencing number}, or {'', ms} while another visit is open, and when that one runs out.
-- Requires: visit.lua
local chat = values.chat
local other, ends = open_visit(chat)
if other and not has_run_out(ends) then
  return { '', string.format('%.0f', math.max(ends, grace_until) - steady()) }
end
local fence = next_fence(keys.out_fence)
keep_visit(chat, fence, values.holdMs)
return { fence }
