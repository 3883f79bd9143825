-- Stores a value over the one that was looked at.
-- KEYS[1] value
-- ARGV[1] version that the value begins with, empty for no value   ARGV[2] new value
-- ARGV[3] how long it stays (ms), 0 for ever
-- Returns 1; 0 when there is another value. Atomic, so that of two writers one fails.
if redis.call('GETRANGE', KEYS[1], 0, 15) ~= ARGV[1] then
  return 0
end
if ARGV[3] == '0' then
  redis.call('SET', KEYS[1], ARGV[2])
else
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return 1
