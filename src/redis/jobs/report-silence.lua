-- Reports that a job is silent, or is heard again: puts the event into the journal, and notes that it did.
-- Values: job, due (as silence-due.lua said), head, references, json (of the event, see events.lua), memoryMs (for
--   which an id is remembered), perJob (events kept of a job), oldest (position kept).
-- Reply: 1, or 0 when something has changed since; nothing is written then.
-- Invariant: one event for a silence and one for its end, however many replicas report it.
-- Requires: ../journal/events.lua, silence.lua
local job = values.job
local due = redis.call('ZSCORE', keys.job_silence, job)
local signs = signs_of(job)
if not signs or not due or tonumber(due) ~= tonumber(values.due) then return 0 end

local limits = { memory_ms = values.memoryMs, per_job = values.perJob, oldest = values.oldest }
take_in(values.head, values.references, values.json, limits)
finish(limits)

if signs.again_ms then
  signs.silent_ms, signs.silent_at, signs.again_ms, signs.again_at = nil, nil, nil, nil
else
  signs.silent_ms, signs.silent_at = signs.heard_ms, signs.heard_at
end
keep_signs(job, signs)
return 1
