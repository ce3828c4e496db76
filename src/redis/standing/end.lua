-- Ends a standing approval.
-- Values: id, ending (JSON). Reply: 1 if it was in force until now, else 0.
-- Requires: standings.lua
return end_standing(values.id, values.ending) and 1 or 0
