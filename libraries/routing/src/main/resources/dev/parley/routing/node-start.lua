-- A node begins: its lease and its inbox.
-- KEYS[1] lease   KEYS[2] inbox
-- ARGV[1] lease time (ms)   ARGV[2] inbox time (ms)   ARGV[3] name of the entry's field   ARGV[4] marker entry
-- Returns 1.
-- Atomic, because everyone else appends to an inbox only where one exists: an inbox without a lease
-- would collect entries of a node that nobody sees, a lease without an inbox would hide that it cannot be reached.
redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
redis.call('XADD', KEYS[2], '*', ARGV[3], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 1
