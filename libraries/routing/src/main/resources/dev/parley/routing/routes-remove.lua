-- Takes one node out of the routes of subjects of one bucket; a subject without nodes leaves the hash.
-- KEYS[1] hash: subject to node ids separated by spaces
-- ARGV[1] node   ARGV[2..] subjects
-- Returns how many subjects had the node.
-- Atomic, because it reads, changes and writes a list that other nodes change too.
local removed = 0
for i = 2, #ARGV do
  local nodes = redis.call('HGET', KEYS[1], ARGV[i])
  if nodes then
    local rest = {}
    local had = false
    for node in string.gmatch(nodes, '%S+') do
      if node == ARGV[1] then
        had = true
      else
        rest[#rest + 1] = node
      end
    end
    if had then
      removed = removed + 1
      if #rest == 0 then
        redis.call('HDEL', KEYS[1], ARGV[i])
      else
        redis.call('HSET', KEYS[1], ARGV[i], table.concat(rest, ' '))
      end
    end
  end
end
return removed
