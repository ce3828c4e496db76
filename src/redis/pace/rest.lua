-- Has the news of a chat wait for a while; what is urgent does not.
-- ARGV: 2 chat, 3 ms. Reply: 1.
-- Requires: pace.lua
rest_chat(ARGV[2], tonumber(ARGV[3]))
return 1
