-- Revokes all tokens of a kind that were made up to now.
-- KEYS: when they were revoked, and what else is to be removed, if anything
-- ARGV: how long a token lives at most (ms)
-- Returns the stamp of a token that is made right after that.
local now = stamp_now(KEYS[1])
redis.call('SET', KEYS[1], string.format('%d', now), 'PX', ARGV[1])
for i = 2, #KEYS do
  redis.call('DEL', KEYS[i])
end
return now + 1
