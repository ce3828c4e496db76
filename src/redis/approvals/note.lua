-- Adds a refusal to the audit of an approval, once, and not too many of one person.
-- Values: id, mark (equal for repeats of the entry), count (what counts those of the person), most, entry. No attempt
--   that is made is called like a mark or a count. Reply: {}.
-- Requires: approvals.lua
local id = values.id
local attempts = keys.approval_attempts(id)
local count = tonumber(redis.call('HGET', attempts, values.count) or 0)
if redis.call('EXISTS', keys.approval(id)) == 1
  and count < values.most
  and redis.call('HSETNX', attempts, values.mark, 1) == 1 then
  redis.call('HINCRBY', attempts, values.count, 1)
  audit(id, values.entry)
end
return {}
