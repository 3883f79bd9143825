-- Replaces the newest token of a family by its successor. One step, so that of many who come with the
-- same token one gets the successor, and the others reveal that somebody has stolen it.
-- KEYS: the family
-- ARGV: hash of the token, hash of its successor, for how long one that was just replaced gets its
--       successor again (ms)
-- Returns what became of it, when the successor expires (ms):
--   unknown; rotated; repeated: got its successor again; reused: the family is revoked
local family = redis.call('HMGET', KEYS[1], 'current', 'previous', 'rotated', 'ttl', 'reused')
if not family[4] then
  return {'unknown', 0}
end
if family[5] then
  return {'reused', 0}
end
local now = server_time()
if family[1] == ARGV[1] then
  local ttl = tonumber(family[4])
  redis.call('HSET', KEYS[1], 'current', ARGV[2], 'previous', ARGV[1], 'rotated', string.format('%d', now))
  redis.call('PEXPIRE', KEYS[1], ttl)
  return {'rotated', now + ttl}
end
if family[2] == ARGV[1] and now - tonumber(family[3]) < tonumber(ARGV[3]) then
  return {'repeated', now + redis.call('PTTL', KEYS[1])}
end
-- It stays until it expires, to tell the others the same.
redis.call('HSET', KEYS[1], 'reused', '1')
redis.call('HDEL', KEYS[1], 'current', 'previous', 'key', 'data')
return {'reused', 0}
