-- Stores what has become of a user's presence, and what is found by it.
-- KEYS[1] presence of the user   KEYS[2] sorted set: user to when something is due
-- KEYS[3] how many users are connected   KEYS[4] set of nodes with users
-- KEYS[5..] sets of the users of a node: first those where the user has come, then those where it is no more
-- ARGV[1] revision that was read, 0 for none   ARGV[2] new value; empty to leave it as it is
-- ARGV[3] after which time it is forgotten (ms), 0 for never   ARGV[4] when something is due, 0 for never
-- ARGV[5] user   ARGV[6] change of how many are connected: 1, 0 or -1
-- ARGV[7] how many of KEYS[5..] are nodes where the user has come   ARGV[8..] the nodes of KEYS[5..]
-- Returns 1; 0 when the presence has another revision, and nothing is changed then.
-- Atomic, because of two writers one must fail, and because what is found by it must fit the value.
local value = redis.call('GET', KEYS[1])
local revision = '0'
if value then
  if value == ARGV[2] then
    return 1
  end
  revision = string.match(value, '^(%d+)|') or '0'
end
if revision ~= ARGV[1] then
  return 0
end
if ARGV[2] ~= '' then
  if ARGV[3] == '0' then
    redis.call('SET', KEYS[1], ARGV[2])
  else
    redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  end
end
if ARGV[4] == '0' then
  redis.call('ZREM', KEYS[2], ARGV[5])
else
  redis.call('ZADD', KEYS[2], ARGV[4], ARGV[5])
end
if ARGV[6] ~= '0' then
  redis.call('INCRBY', KEYS[3], ARGV[6])
end
local come = tonumber(ARGV[7])
for i = 5, #KEYS do
  local node = ARGV[i + 3]
  if i - 4 <= come then
    redis.call('SADD', KEYS[i], ARGV[5])
    redis.call('SADD', KEYS[4], node)
  else
    redis.call('SREM', KEYS[i], ARGV[5])
    if redis.call('EXISTS', KEYS[i]) == 0 then
      redis.call('SREM', KEYS[4], node)
    end
  end
end
return 1
