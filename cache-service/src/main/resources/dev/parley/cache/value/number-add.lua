-- Counts a number up. It is a hash: '' the version of its namespace, n the number.
-- KEYS[1] number   ARGV[1] version of the namespace   ARGV[2] how much   ARGV[3] how long a new one stays (ms), 0 for ever
-- Returns the number as text, as not all are exact in Lua. Atomic, so that a new one always ends.
if redis.call('HGET', KEYS[1], '') ~= ARGV[1] then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], '', ARGV[1])
  if ARGV[3] ~= '0' then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
  end
end
redis.call('HINCRBY', KEYS[1], 'n', ARGV[2])
return redis.call('HGET', KEYS[1], 'n')
