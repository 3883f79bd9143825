-- Reads a list (see lists-apply.lua), which stays because of it.
-- KEYS[1] the list   ARGV[1] how long it stays (ms)
-- Returns its fields and values; nothing when it is not complete.
if redis.call('HGET', KEYS[1], 's') ~= 'c' then
  return false
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('HGETALL', KEYS[1])
