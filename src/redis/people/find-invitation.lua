-- Looks up the invitation of a code, and counts wrong codes.
-- Values: id and hash (of the code), user (who sent it), limit and window (ms): so many wrong ones within that time.
-- Reply: {'throttled', ms until codes are looked at again}, {'wrong'}, or {'found', invitation, taken ('' while open)}.
-- Invariant: a person who sent that many wrong codes learns nothing of any code, whatever they send at the same time.
-- The hashes of secrets are compared, so the time it takes tells nothing about a secret.
local wrong = keys.wrong_codes(values.user)
if tonumber(redis.call('GET', wrong) or 0) >= values.limit then
  return { 'throttled', tostring(redis.call('PTTL', wrong)) }
end
local found = redis.call('HMGET', keys.invitation(values.id), 'code', 'about', 'taken')
if found[1] == values.hash and found[2] then return { 'found', found[2], found[3] or '' } end
if redis.call('INCR', wrong) == 1 then redis.call('PEXPIRE', wrong, values.window) end
return { 'wrong' }
