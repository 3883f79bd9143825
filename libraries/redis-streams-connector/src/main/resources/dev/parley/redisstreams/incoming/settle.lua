-- Acknowledges entries, and keeps those that were given up as dead letters.
--
-- KEYS[1]  the stream
-- KEYS[2]  its dead letters
-- KEYS[3]  the lease
-- ARGV[1]  the group
-- ARGV[2]  what the lease must say; empty when there is none
-- ARGV[3]  about how many dead letters to keep
-- ARGV[4]  how many entries are only acknowledged, then their ids
-- then, for each dead letter: its id, how many fields and values, fields and values
-- returns  how many entries were acknowledged; -1 when the lease is somebody else's: nothing was done
--
-- Atomic, because the lease could pass to another owner between a look and an acknowledgement, and a
-- dead letter is written once, by whoever acknowledges its entry.
if ARGV[2] ~= '' and redis.call('GET', KEYS[3]) ~= ARGV[2] then
  return -1
end

local acknowledged = 0
local last = 4 + tonumber(ARGV[4])
-- Lua cannot pass more than some thousand arguments at once.
for first = 5, last, 1000 do
  acknowledged = acknowledged
    + redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, first, math.min(last, first + 999)))
end

local at = last + 1
while at <= #ARGV do
  local fields = tonumber(ARGV[at + 1])
  if redis.call('XACK', KEYS[1], ARGV[1], ARGV[at]) == 1 then
    acknowledged = acknowledged + 1
    redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', unpack(ARGV, at + 2, at + 1 + fields))
  end
  at = at + 2 + fields
end
return acknowledged
