-- Takes users of a partition about whom something is due, and puts them off: whoever settles it says when the next is.
-- KEYS[1] sorted set: user to when something is due
-- ARGV[1] at most how many   ARGV[2] for how long they are put off (ms)
-- Returns the server's time (ms), and then by turns a user and when it was due, the longest due first.
-- Atomic, so that of several replicas one gets each.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
for i = 1, #found, 2 do
  redis.call('ZADD', KEYS[1], now + ARGV[2], found[i])
end
table.insert(found, 1, string.format('%.0f', now))
return found
