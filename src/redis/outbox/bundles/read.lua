-- Reads a bundle by the token of its buttons.
-- Values: token. Reply: {bundle, its JSON with `isHere` of each member, message id or ''}; empty for an unknown one.
-- Requires: bundles.lua
local name = redis.call('HGET', keys.bundle_tokens, values.token)
if not name then return {} end
local chat = chat_of(string.match(name, '^bundle/([^/]*)/'))
local payload = bundle_payload(chat, name)
if payload == '' then return {} end
return { name, payload, redis.call('HGET', keys.out_messages(chat), name) or '' }
