-- Gives the mover's lease back and tells the others.
--
-- KEYS[1]  the lease
-- KEYS[2]  sorted set of what is held back; its name is also the channel of announcements
-- ARGV[1]  who gives it back
-- returns  1 when it was given back, 0 when it belongs to somebody else by now
--
-- Atomic, because between the look and the removal another one could take it.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', KEYS[2], 'released')
return 1
