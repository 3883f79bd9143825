-- Adds one node to the routes of subjects of one bucket.
-- KEYS[1] hash: subject to node ids separated by spaces
-- ARGV[1] node   ARGV[2..] subjects
-- Returns how many subjects did not have the node before.
-- Atomic, because it reads, changes and writes a list that other nodes change too.
local added = 0
for i = 2, #ARGV do
  local nodes = redis.call('HGET', KEYS[1], ARGV[i])
  if not nodes then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[1])
    added = added + 1
  elseif not string.find(' ' .. nodes .. ' ', ' ' .. ARGV[1] .. ' ', 1, true) then
    redis.call('HSET', KEYS[1], ARGV[i], nodes .. ' ' .. ARGV[1])
    added = added + 1
  end
end
return added
