-- Gives a person the role of an invitation, and ends it.
-- Values: id and hash (of the code), user, seen and text (the person's document as it was and as it will be), inviter
-- and seen_inviter (the same of who invited; both '' where nobody's rights matter), revision (of the audience; '' where
-- it does not matter), taken (who takes it, JSON), kept (ms for which that is remembered).
-- Reply: 1, or 0 when anything has changed since it was looked at, and nothing was done.
-- Invariant: one person gets the role of an invitation, once, and only while its inviter may give it.
local invitation = keys.invitation(values.id)
local found = redis.call('HMGET', invitation, 'code', 'taken')
if found[1] ~= values.hash or found[2] then return 0 end
local function document(user) return redis.call('HGET', keys.members, user) or '' end
if document(values.user) ~= values.seen then return 0 end
if values.inviter ~= '' and document(values.inviter) ~= values.seen_inviter then return 0 end
if values.revision ~= '' and (redis.call('GET', keys.audience_revision) or '0') ~= values.revision then return 0 end
redis.call('HSET', keys.members, values.user, values.text)
redis.call('INCR', keys.audience_revision)
redis.call('HSET', invitation, 'taken', values.taken)
redis.call('PEXPIRE', invitation, values.kept)
redis.call('ZREM', keys.invitations, values.id)
return 1
