-- Removes the inbox of a dead node.
-- KEYS[1] lease of the node   KEYS[2] inbox
-- Returns how many were removed: 0 when the node has come back.
-- Atomic, so that a node that comes back keeps what came since.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
return redis.call('DEL', KEYS[2])
