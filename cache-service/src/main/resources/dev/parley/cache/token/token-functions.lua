-- Functions for scripts about tokens of a user or subject. What revokes all of a kind notes when that was
-- (ms, by the clock of the server that has the slot); each token has a stamp of the same clock.

-- The stamp of a token that is made now: later than all that were revoked.
local function stamp_now(marker)
  local revoked = tonumber(redis.call('GET', marker) or '0')
  return math.max(server_time(), revoked + 1)
end
