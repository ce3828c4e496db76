-- Shared part: the indexes that lists of jobs are read from (job-walk.ts), so that a list of one project, or of what
-- runs now, reads no other jobs.
--   jobs:open           sorted set: key of a job that has not ended -> when it last changed
--   jobs:open-in:<id>   the same, of a project
--   jobs:in:<id>        all jobs of a project
-- Invariant: a job that is kept is in those that it belongs to, once jobs:listed is set; one that is not kept, in none.
-- Requires: ../scripts/attempt.lua

-- `project`: its id, or ''.
local function list_job(job, project, state)
  local open = { keys.open_jobs }
  if project ~= '' then
    redis.call('ZADD', keys.jobs_in(project), state.changed_at, job)
    open[2] = keys.open_jobs_in(project)
  end
  for _, index in ipairs(open) do
    if state.is_open then redis.call('ZADD', index, state.changed_at, job)
    else redis.call('ZREM', index, job) end
  end
end

local function unlist_job(job, project)
  redis.call('ZREM', keys.open_jobs, job)
  if project == '' then return end
  redis.call('ZREM', keys.jobs_in(project), job)
  redis.call('ZREM', keys.open_jobs_in(project), job)
end

-- Of a job as it is stored; '' where it has none, or can't be read.
local function project_in(stored)
  local project
  attempt(function() project = cjson.decode(stored or '').projectId end)
  return type(project) == 'string' and project or ''
end
