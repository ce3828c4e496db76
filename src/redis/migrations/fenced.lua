-- Runs commands of a migration as long as nobody else holds its lease, with nothing in between.
-- KEYS: 1 lease. ARGV: 1 fence, 2 commands as JSON: [[name, argument, ...], ...]. A RENAME of a key that is
--   not there (any more) is left out.
-- Reply: 1, or 0 when the lease is lost and nothing was done.
-- Invariant: every command may come twice, so the script may too.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for _, command in ipairs(cjson.decode(ARGV[2])) do
  if command[1] ~= 'RENAME' or redis.call('EXISTS', command[2]) == 1 then redis.call(unpack(command)) end
end
return 1
