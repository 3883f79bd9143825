-- Takes posts of a bucket whose change is to be told, and puts them off: whoever has told it settles it.
-- KEYS[1] sorted set: post to when its change is told
-- ARGV[1] at most how many   ARGV[2] for how long they are put off (ms)
-- Returns the posts, the longest due first. Atomic, so that of several replicas one gets each.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
for i = 1, #found do
  redis.call('ZADD', KEYS[1], now + ARGV[2], found[i])
end
return found
