-- A node goes on: extends its lease and the life of its inbox, and creates again what is gone.
-- KEYS[1] lease   KEYS[2] inbox
-- ARGV[1] lease time (ms)   ARGV[2] inbox time (ms)   ARGV[3] name of the entry's field   ARGV[4] marker entry
-- Returns 1 when both were there, 0 when one had to be created again.
-- Atomic, because the inbox could expire between the look and its extension, and because a writer
-- that finds the lease must find the inbox.
local inbox = redis.call('EXISTS', KEYS[2])
local there = redis.call('EXISTS', KEYS[1]) + inbox
redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
if inbox == 0 then
  redis.call('XADD', KEYS[2], '*', ARGV[3], ARGV[4])
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
if there == 2 then
  return 1
end
return 0
