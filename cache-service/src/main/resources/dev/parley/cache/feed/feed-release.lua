-- Who was to load a page gives that up, see feed-get.lua.
-- KEYS[1] page   ARGV[1] token
-- Returns 1; 0 when another one loads it, or nobody. Atomic, so that nobody else is disturbed.
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then
  return 0
end
redis.call('HDEL', KEYS[1], 'token', 'until')
return 1
