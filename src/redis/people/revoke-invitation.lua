-- Ends an open invitation.
-- Values: id.
-- Reply: the invitation, or '' when it is not open.
if redis.call('ZREM', keys.invitations, values.id) == 0 then return '' end
local about = redis.call('HGET', keys.invitation(values.id), 'about')
redis.call('DEL', keys.invitation(values.id))
return about or ''
