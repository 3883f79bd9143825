-- The change of a post was told.
-- KEYS[1] sorted set: post to when its change is told   KEYS[2] counters of the post
-- ARGV[1] post   ARGV[2] revision that was told, empty for deleted
-- Returns 1; 0 when it has changed since, and that is still to be told. Atomic, so that no change goes untold.
if (redis.call('HGET', KEYS[2], 'revision') or '') ~= ARGV[2] then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
return 1
