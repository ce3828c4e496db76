-- Shared part: runs one unit of a batch, so that its failure costs nothing but itself. Redis does not roll
-- back what the unit wrote before it failed. Answers nothing, or the reason as text.
local function attempt(run)
  local ok, problem = pcall(run)
  if ok then return nil end
  return type(problem) == 'table' and problem.err or tostring(problem)
end
