-- Puts jobs that a former version stored into the indexes of listed.lua. Changes nothing of those that are there.
-- Values: jobs (keys), ended (states of jobs that have ended), is_last.
-- Reply: 1.
-- Invariant: only what is kept is listed, whatever was routed since the keys were read.
-- Requires: listed.lua
local ended = {}
for _, state in ipairs(values.ended) do ended[state] = true end

for _, job in ipairs(values.jobs) do
  local changed_at = redis.call('ZSCORE', keys.jobs_by_change, job)
  local is_read, stored = pcall(cjson.decode, redis.call('HGET', keys.jobs, job) or '')
  if changed_at and is_read and type(stored) == 'table' then
    local project = type(stored.projectId) == 'string' and stored.projectId or ''
    list_job(job, project, { is_open = not ended[stored.status], changed_at = changed_at })
  end
end
if values.isLast then redis.call('SET', keys.jobs_listed, '1') end
return 1
