-- Completes a list (see lists-apply.lua) with what was loaded.
-- KEYS[1] the list
-- ARGV[1] token   ARGV[2] how long it stays (ms)
-- Then for each membership: conversation, revision, its m:, its s:, readSeq, deliveredSeq
-- Returns 1; 0 when the mark is not the token's, and nothing is changed then.
-- Atomic, because changes are applied meanwhile.
if redis.call('HGET', KEYS[1], 's') ~= 'l' .. ARGV[1] then
  return 0
end
local fields = redis.call('HGETALL', KEYS[1])
local own = {}
for i = 1, #fields, 2 do
  own[fields[i]] = fields[i + 1]
end
local set = { 's', 'c' }

local function put(field, value)
  set[#set + 1] = field
  set[#set + 1] = value
  if #set >= 1000 then
    redis.call('HSET', KEYS[1], unpack(set))
    set = {}
  end
end

local function newer(field, revision)
  local value = own[field]
  return not value or revision > (tonumber(string.match(value, '^(%d+)|')) or -1)
end

local function further(one, other)
  if other and tonumber(other) > tonumber(one) then
    return other
  end
  return one
end

for i = 3, #ARGV, 6 do
  local conversation, revision = ARGV[i], tonumber(ARGV[i + 1])
  if newer('m:' .. conversation, revision) then
    put('m:' .. conversation, ARGV[i + 2])
  end
  if newer('s:' .. conversation, revision) then
    put('s:' .. conversation, ARGV[i + 3])
  end
  local read, delivered = string.match(own['p:' .. conversation] or '', '^(%d+)|(%d+)$')
  put('p:' .. conversation, further(ARGV[i + 4], read) .. '|' .. further(ARGV[i + 5], delivered))
end
if #set > 0 then
  redis.call('HSET', KEYS[1], unpack(set))
end
redis.call('HDEL', KEYS[1], 'u')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
