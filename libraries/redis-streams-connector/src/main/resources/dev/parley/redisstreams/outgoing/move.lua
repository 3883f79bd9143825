-- Moves entries that are due into their stream, for one mover at a time.
--
-- KEYS[1]  sorted set of what is held back, see delay.lua
-- KEYS[2]  the stream; it is made where it is missing, since what is held back was accepted
-- KEYS[3]  the mover's lease: who it is, expires by itself
-- KEYS[4]  counter of members
-- ARGV[1]  who asks
-- ARGV[2]  for how long the lease is taken or renewed, milliseconds
-- ARGV[3]  how many entries to move at most; after a megabyte it is enough as well
-- returns  {how many were moved, milliseconds until the next one is due or -1 without one};
--          {-1, milliseconds that the lease still runs} when another one moves
--
-- Atomic, because between the addition and the removal a second mover would add the entry again, and
-- one that died would leave it in both places. Each entry is removed right after it was added, so
-- that an error on the way (a full memory, say) leaves the others where they are, once.
local ENOUGH = 1024 * 1024

local owner = redis.call('GET', KEYS[3])
if owner and owner ~= ARGV[1] then
  return {-1, redis.call('PTTL', KEYS[3])}
end
redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit = tonumber(ARGV[3])
local moved = 0
local size = 0
while true do
  local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
  local member = first[1]
  if not member then
    if moved > 0 then
      redis.call('DEL', KEYS[4])
    end
    return {moved, -1}
  end
  local wait = tonumber(first[2]) - now
  if wait > 0 then
    return {moved, wait}
  end
  if moved >= limit or size >= ENOUGH then
    return {moved, 0}
  end
  local fields = string.find(member, ':', 18, true) + 1
  redis.call('XADD', KEYS[2], '*', unpack(cmsgpack.unpack(string.sub(member, fields))))
  redis.call('ZREM', KEYS[1], member)
  moved = moved + 1
  size = size + #member
end
