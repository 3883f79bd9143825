-- Keeps a page that was loaded, see feed-get.lua.
-- KEYS[1] page   KEYS[2] version of the scope
-- ARGV[1] token   ARGV[2] type   ARGV[3] etag   ARGV[4] page   ARGV[5] how long it is kept (ms)
-- Returns 1; 0 when another one loads it, or the scope was invalidated meanwhile.
-- Atomic, so that nothing older than an invalidation is kept.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local loading = redis.call('HMGET', KEYS[1], 'v', 'token')
if not loading[1] or loading[1] ~= redis.call('GET', KEYS[2]) or loading[2] ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'type', ARGV[2], 'etag', ARGV[3], 'page', ARGV[4], 'at', string.format('%.0f', now))
redis.call('HDEL', KEYS[1], 'token', 'until')
redis.call('PEXPIRE', KEYS[1], ARGV[5])
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[5]) then
  redis.call('PEXPIRE', KEYS[2], 2 * ARGV[5])
end
return 1
