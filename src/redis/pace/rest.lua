-- Has the news of a chat wait for a while; what is urgent does not.
-- Values: chat, ms. Reply: 1.
-- Requires: pace.lua
rest_chat(values.chat, values.ms)
return 1
