-- Keeps an entry that is to come into its stream later.
--
-- KEYS[1]  sorted set of what is held back: member -> when it is due, milliseconds of Redis' clock
-- KEYS[2]  the stream
-- KEYS[3]  counter of members
-- ARGV[1]  'in': due so long from now; 'at': due at that time since the epoch
-- ARGV[2]  milliseconds
-- ARGV[3]  an id that is the entry's alone, without a colon
-- ARGV[4]  how many entries may be held back; 0 for any number
-- ARGV[5]  1 when the stream may be made, 0 when it must be there
-- ARGV[6…] the entry's fields and values
-- returns  1 when no entry is due before it (which is also published, on a channel named as KEYS[1]),
--          0 when one is, -1 when too many are held back, nil when the stream is not there
--
-- A member is "<count, 16 digits>:<id>:<fields, packed>": what is due at the same time is sorted by
-- the member, so it keeps the order in which it came. The id makes members differ even if the counter
-- was lost.
--
-- Atomic, because whoever sees the entry must also see whether it is the next one, and because its
-- delay is counted by the one clock that all share.
if ARGV[5] == '0' and redis.call('EXISTS', KEYS[2]) == 0 then
  return false
end
local most = tonumber(ARGV[4])
if most > 0 and redis.call('ZCARD', KEYS[1]) >= most then
  return -1
end

local due = tonumber(ARGV[2])
if ARGV[1] == 'in' then
  local time = redis.call('TIME')
  -- Rounded up: nothing is early.
  due = due + time[1] * 1000 + math.ceil(time[2] / 1000)
end

local fields = {}
for i = 6, #ARGV do
  fields[#fields + 1] = ARGV[i]
end
local count = redis.call('INCR', KEYS[3])
local member = string.format('%016.0f:%s:', count, ARGV[3]) .. cmsgpack.pack(fields)
redis.call('ZADD', KEYS[1], due, member)
if redis.call('ZRANK', KEYS[1], member) == 0 then
  redis.call('PUBLISH', KEYS[1], 'earlier')
  return 1
end
return 0
