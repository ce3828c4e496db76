-- Shared part: runs one unit of a batch so that its failure affects nothing else. Redis has no rollback:
-- without this, a script that fails half-way leaves half of its writes, and is called again.

-- Passes on what follows `run`. Returns nil, or the reason as text.
local function attempt(run, ...)
  local ok, reason = pcall(run, ...)
  if ok then return nil end
  -- A command that fails in Redis 7 raises a table.
  local text = type(reason) == 'table' and reason.err or tostring(reason)
  -- Without what names the script and its line.
  return (string.gsub(string.gsub(text, ' script: %x+, on @user_script:%d+%.?$', ''), '^user_script:%d+: ', ''))
end
