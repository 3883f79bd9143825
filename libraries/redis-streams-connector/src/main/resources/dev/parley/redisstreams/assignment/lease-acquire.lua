-- Takes the lease of a partition, or renews it, and with it the permit to read.
--
-- KEYS[1]  the lease: "<owner> <epoch>", expires by itself
-- KEYS[2]  the epoch of the last lease
-- KEYS[3]  the asker's permit: an empty stream with the group, expires with the lease
-- ARGV[1]  who asks
-- ARGV[2]  for how long, milliseconds
-- ARGV[3]  the group
-- returns  the epoch of the lease that the asker now holds; 0 when another one holds it
--
-- The epoch is Redis' clock in microseconds, and more than the last one in any case: so it grows from
-- owner to owner also when the last one was forgotten by a Redis that came back empty.
--
-- XREADGROUP looks at all of its streams before it takes anything of one. Readers name their permits
-- too, so a read that arrives when the lease has passed on takes nothing.
--
-- Atomic, because two that both saw no lease would both take it.
local lease = redis.call('GET', KEYS[1])
local owner, epoch
if lease then
  owner, epoch = string.match(lease, '^(.*) (%d+)$')
  if owner ~= ARGV[1] then
    return 0
  end
else
  local time = redis.call('TIME')
  local last = tonumber(redis.call('GET', KEYS[2]) or '0')
  epoch = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2]))
  redis.call('SET', KEYS[2], epoch)
end

-- The permit first: it must not outlive the lease.
if redis.call('PEXPIRE', KEYS[3], ARGV[2]) == 0 then
  redis.call('XGROUP', 'CREATE', KEYS[3], ARGV[3], '0', 'MKSTREAM')
  redis.call('PEXPIRE', KEYS[3], ARGV[2])
end
if lease then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
else
  redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. epoch, 'PX', ARGV[2])
end
return tonumber(epoch)
