-- Adds members to a set. It is a hash whose fields are the members, and '' the version of its namespace.
-- KEYS[1] set   ARGV[1] version of the namespace   ARGV[2] how long a new one stays (ms), 0 for ever
-- ARGV[3] members that it has at most   ARGV[4..] members
-- Returns how many are new, and how many there are; -1 and how many when there would be too many, and nothing is changed then.
-- Atomic, so that the bound holds and a new set always ends.
if redis.call('HGET', KEYS[1], '') ~= ARGV[1] then
  redis.call('DEL', KEYS[1])
end
local fresh, seen = {}, {}
for i = 4, #ARGV do
  if not seen[ARGV[i]] and redis.call('HEXISTS', KEYS[1], ARGV[i]) == 0 then
    seen[ARGV[i]] = true
    fresh[#fresh + 1] = ARGV[i]
  end
end
local size = math.max(0, redis.call('HLEN', KEYS[1]) - 1)
if size + #fresh > tonumber(ARGV[3]) then
  return {-1, size}
end
if size == 0 and redis.call('HSETNX', KEYS[1], '', ARGV[1]) == 1 and ARGV[2] ~= '0' then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
for i = 1, #fresh do
  redis.call('HSET', KEYS[1], fresh[i], '')
end
return {#fresh, size + #fresh}
