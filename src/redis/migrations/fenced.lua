-- Runs commands of a migration as long as nobody else holds its lease, with nothing in between.
-- Values: lease (its key), fence, commands ([name, argument, ...] of each). A RENAME of a key that is not there
--   (any more) is left out.
-- Reply: 1, or 0 when the lease is lost and nothing was done.
-- Invariant: every command may come twice, so the script may too.
if redis.call('GET', values.lease) ~= values.fence then return 0 end
for _, command in ipairs(values.commands) do
  if command[1] ~= 'RENAME' or redis.call('EXISTS', command[2]) == 1 then redis.call(unpack(command)) end
end
return 1
