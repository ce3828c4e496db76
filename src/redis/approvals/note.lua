-- Adds an entry to the audit of an approval, once.
-- Values: id, mark (equal for repeats of the entry; no attempt that is made is called so), entry. Reply: {}.
-- Requires: approvals.lua
local id = values.id
if redis.call('EXISTS', keys.approval(id)) == 1
  and redis.call('HSETNX', keys.approval_attempts(id), values.mark, 1) == 1 then
  audit(id, values.entry)
end
return {}
