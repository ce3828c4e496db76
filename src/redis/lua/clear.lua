-- Forgets all that waits for a chat nobody can reach any more. Needs base.lua.
-- ARGV: 2 chat. Reply: 1.
local chat = ARGV[2]
for _, from in ipairs({ redis.call('ZRANGE', key('out', chat, 'windows'), 0, -1),
  redis.call('HKEYS', key('out', chat, 'sending')) }) do
  for _, address in ipairs(from) do
    redis.call('DEL', key('window', address), key('window', address) .. ':more',
      key('sending', address), key('sending', address) .. ':more')
  end
end
for _, part in ipairs({ 'queue', 'payload', 'windows', 'sending', 'taken', 'visit' }) do
  redis.call('DEL', key('out', chat, part))
end
redis.call('ZREM', key('due'), chat)
return 1
