-- Jobs gave signs of life that are no events: heartbeats.
-- Values: jobs (keys), at (instant). Reply: 1.
-- Requires: silence.lua, ../outbox/cards/cards.lua
for _, job in ipairs(values.jobs) do
  local signs = signs_of(job)
  if signs then
    note_sign(signs, values.at)
    keep_signs(job, signs)
  end
  look_later(job)
end
return 1
