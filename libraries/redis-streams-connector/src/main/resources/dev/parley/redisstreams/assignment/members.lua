-- Announces a member of a group (or takes it off the list) and says who is alive.
--
-- KEYS[1]  sorted set: member -> until when it counts, milliseconds of Redis' clock
-- ARGV[1]  the member
-- ARGV[2]  for how long it counts, milliseconds; 0 takes it off
-- ARGV[3]  Pub/Sub channel on which joining and leaving is announced
-- returns  the live members
--
-- Atomic, so that the answer contains what was announced, by the one clock that all share.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ttl = tonumber(ARGV[2])
local changed
if ttl > 0 then
  changed = redis.call('ZADD', KEYS[1], now + ttl, ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ttl * 10)
else
  changed = redis.call('ZREM', KEYS[1], ARGV[1])
end
changed = changed + redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if changed > 0 then
  redis.call('PUBLISH', ARGV[3], 'members')
end
return redis.call('ZRANGE', KEYS[1], 0, -1)
