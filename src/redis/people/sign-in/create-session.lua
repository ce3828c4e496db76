-- Begins a session, and ends the oldest of its holder beyond a number.
-- Values: hash (of its secret), about (JSON), holder, idle and max (ms: how long it lasts unused, and at most), limit
-- (sessions of a holder), once (a digest of what counts once, or '') and once_kept (ms for which that is remembered).
-- Reply: 1, or 0 when `once` was used before, and nothing was done.
-- Invariant: with one proof that counts once there is one session, whatever comes at the same time.
-- Requires: ../../scripts/base.lua
if values.once ~= '' then
  local mark = keys.sign_in_once(values.once)
  if not redis.call('SET', mark, '1', 'NX', 'PX', values.once_kept) then return 0 end
end
local session, all = keys.session(values.hash), keys.sessions_of(values.holder)
redis.call('HSET', session, 'about', values.about, 'holder', values.holder)
redis.call('HSET', session, 'ends', string.format('%.0f', now + values.max))
redis.call('PEXPIRE', session, values.idle)
for _, hash in ipairs(redis.call('ZRANGE', all, '0', '-1')) do
  if redis.call('EXISTS', keys.session(hash)) == 0 then redis.call('ZREM', all, hash) end
end
redis.call('ZADD', all, string.format('%.0f', now), values.hash)
while redis.call('ZCARD', all) > values.limit do
  redis.call('DEL', keys.session(redis.call('ZPOPMIN', all)[1]))
end
redis.call('PEXPIRE', all, values.max)
return 1
