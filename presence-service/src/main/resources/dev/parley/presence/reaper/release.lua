-- Whoever clears what a dead node left leaves it to others.
-- KEYS[1] lock
-- ARGV[1] who
-- Returns 1; 0 when another one has the lock.
-- Atomic, so that nobody removes the lock of another.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
