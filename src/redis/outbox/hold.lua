-- Says that a visit is still alive while it waits for Telegram.
-- ARGV: 2 chat, 3 fence, 4 ms for which it goes on holding. Reply: 1, or 0 when it is not ours.
-- Requires: visit.lua
if not is_ours(ARGV[2], ARGV[3]) then return 0 end
keep_visit(ARGV[2], ARGV[3], ARGV[4])
return 1
