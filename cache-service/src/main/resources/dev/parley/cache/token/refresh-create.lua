-- Makes a family of refresh tokens.
-- KEYS: the family
-- ARGV: hash of the first token, user, session ('' for none), data, stamp, key of the family (random),
--       how long a token is good (ms)
-- Returns when the token expires (ms).
local ttl = tonumber(ARGV[7])
redis.call('HSET', KEYS[1], 'current', ARGV[1], 'user', ARGV[2], 'session', ARGV[3], 'data', ARGV[4],
  'stamp', ARGV[5], 'key', ARGV[6], 'ttl', ARGV[7])
redis.call('PEXPIRE', KEYS[1], ttl)
return server_time() + ttl
