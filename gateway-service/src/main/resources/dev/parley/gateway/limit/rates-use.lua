-- Counts what users have used against their rate: a token bucket each, that holds what comes back in a second.
-- KEYS when each user's bucket is full again (ms since 1970); absent when it is
-- ARGV[1] requests per second   ARGV[2..] requests of each user
-- Returns for each user how long (ms) it is to be held back: what it has used beyond its bucket. Ten seconds at most.
-- Atomic, because several nodes change the same bucket.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local waits = {}
for i = 1, #KEYS do
  local full = math.max(now, tonumber(redis.call('GET', KEYS[i])) or now)
  full = math.min(math.ceil(full + ARGV[i + 1] * 1000 / ARGV[1]), now + 11000)
  if full > now then
    redis.call('SET', KEYS[i], string.format('%.0f', full), 'PX', full - now)
  end
  waits[i] = math.max(0, full - now - 1000)
end
return waits
