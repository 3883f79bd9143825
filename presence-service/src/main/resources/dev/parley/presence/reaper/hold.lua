-- Whoever clears what a dead node left goes on with it.
-- KEYS[1] lock   KEYS[2] lease of the node
-- ARGV[1] who   ARGV[2] for how long (ms)
-- Returns 1; 0 when another one has the lock, or the node has come back.
-- Atomic, so that a lock that has ended is not given to who lost it.
if redis.call('EXISTS', KEYS[2]) == 1 or redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
