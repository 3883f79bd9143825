-- Makes the code of a subject for a purpose, in place of an older one.
-- KEYS: the code
-- ARGV: salt, MAC of the code with it, attempts, data, how long it is good (ms)
-- Returns when it expires (ms).
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'salt', ARGV[1], 'mac', ARGV[2], 'attempts', ARGV[3], 'data', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return server_time() + tonumber(ARGV[5])
