-- Gives a lease back, and the permit to read.
--
-- KEYS[1]  the lease
-- KEYS[2]  the permit
-- ARGV[1]  "<owner> <epoch>" as it was taken; "<owner>" alone for whatever epoch the owner has it with
-- ARGV[2]  Pub/Sub channel on which it is announced
-- returns  1 when it was given back, 0 when it belongs to somebody else by now
--
-- Atomic, because between the look and the removal another owner could take it.
local lease = redis.call('GET', KEYS[1])
if lease and (lease == ARGV[1] or string.match(lease, '^(.*) %d+$') == ARGV[1]) then
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('PUBLISH', ARGV[2], 'released')
  return 1
end
return 0
