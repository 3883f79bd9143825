-- One step of a scan over the server of a slot, of whatever slot the keys are that it finds.
-- KEYS[1] any key of that slot, which need not exist   ARGV[1] cursor   ARGV[2] pattern   ARGV[3] about how many keys to look at
-- Returns the next cursor, and the keys. A script, because SCAN has no key by which a Cluster's client could find the server.
return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', ARGV[3])
