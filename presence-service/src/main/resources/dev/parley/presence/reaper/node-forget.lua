-- Forgets a node that has no users in a partition.
-- KEYS[1] set of the users of the node   KEYS[2] set of nodes with users
-- ARGV[1] node
-- Returns 1 when it was there; 0 otherwise, and when it has users.
-- Atomic, because users may come at any time.
if redis.call('EXISTS', KEYS[1]) == 1 then
  return 0
end
return redis.call('SREM', KEYS[2], ARGV[1])
