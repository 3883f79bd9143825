-- Gives a lease back.
--
-- KEYS[1]  the lease
-- ARGV[1]  "<owner> <epoch>" as it was taken
-- returns  1 when it was given back, 0 when it belongs to somebody else by now
--
-- Atomic, because between the look and the removal another owner could take it.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
