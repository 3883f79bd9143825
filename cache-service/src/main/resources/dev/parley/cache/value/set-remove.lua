-- Removes members of a set, see set-add.lua; one without members is gone.
-- KEYS[1] set   ARGV[1] version of the namespace   ARGV[2..] members
-- Returns how many there were. Atomic, so that nothing of an older version is counted.
if redis.call('HGET', KEYS[1], '') ~= ARGV[1] then
  redis.call('DEL', KEYS[1])
  return 0
end
local gone = 0
for i = 2, #ARGV do
  gone = gone + redis.call('HDEL', KEYS[1], ARGV[i])
end
if redis.call('HLEN', KEYS[1]) == 1 then
  redis.call('DEL', KEYS[1])
end
return gone
