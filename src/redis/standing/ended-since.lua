-- Whether any session or job of these names ended after an instant.
-- Values: within (names), at (RFC 3339 UTC). Reply: 1 or 0.
-- Requires: standings.lua
return has_ended_since(values.within, values.at) and 1 or 0
