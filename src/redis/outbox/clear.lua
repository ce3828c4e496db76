-- Forgets all that waits for a chat nobody can reach any more, but for the copies of requests: these
-- are owed to it, should it come back (next.lua).
-- ARGV: 2 chat. Reply: the copies that it never got, as `approval/<address>/<id>`.
-- Requires: ../scripts/base.lua
local chat = ARGV[2]
local unshown = {}
local function owe(item)
  local kind = string.match(item, '^%a+')
  if kind ~= 'approval' and kind ~= 'stray' then return end
  redis.call('SADD', key('out', chat, 'owed'), item)
  if kind == 'approval' and redis.call('HEXISTS', key('out', chat, 'messages'), item) == 0 then
    unshown[#unshown + 1] = item
  end
end
local taken = redis.call('GET', key('out', chat, 'taken'))
if taken then owe(string.match(taken, '^%S+ (.*)$')) end
for _, set in ipairs({ 'queue', 'aside' }) do
  for _, item in ipairs(redis.call('ZRANGE', key('out', chat, set), 0, -1)) do owe(item) end
end
for _, from in ipairs({ redis.call('ZRANGE', key('out', chat, 'windows'), 0, -1),
  redis.call('HKEYS', key('out', chat, 'sending')) }) do
  for _, address in ipairs(from) do
    redis.call('DEL', key('window', address), key('window', address) .. ':more',
      key('sending', address), key('sending', address) .. ':more')
  end
end
for _, part in ipairs({ 'queue', 'aside', 'tries', 'payload', 'windows', 'sending', 'taken', 'turns', 'visit' }) do
  redis.call('DEL', key('out', chat, part))
end
redis.call('ZREM', key('due'), chat)
return unshown
