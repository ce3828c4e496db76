-- Changes one field of a hash if it is still what the caller saw, and counts the change.
-- Values: hash and revision (keys), field, seen ('' for none), text (what is new).
-- Reply: 1, or 0 when somebody else was faster.
if (redis.call('HGET', values.hash, values.field) or '') ~= values.seen then return 0 end
redis.call('HSET', values.hash, values.field, values.text)
redis.call('INCR', values.revision)
return 1
