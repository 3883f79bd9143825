-- Takes the lease of a partition, or renews it.
--
-- KEYS[1]  the lease: "<owner> <epoch>", expires by itself
-- KEYS[2]  the epoch: a counter of owners
-- ARGV[1]  who asks
-- ARGV[2]  for how long, milliseconds
-- returns  the epoch of the lease that the asker now holds; 0 when another one holds it
--
-- Atomic, because two that both saw no lease would both take it.
local lease = redis.call('GET', KEYS[1])
if lease then
  local owner, epoch = string.match(lease, '^(.*) (%d+)$')
  if owner ~= ARGV[1] then
    return 0
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return tonumber(epoch)
end
local epoch = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. epoch, 'PX', ARGV[2])
return epoch
