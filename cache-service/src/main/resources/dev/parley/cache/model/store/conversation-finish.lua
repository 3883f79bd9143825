-- Completes a conversation (see conversations-apply.lua) with what was loaded.
-- KEYS[1] the conversation
-- ARGV[1] token   ARGV[2] how long it stays (ms)   ARGV[3] revision   ARGV[4] view   ARGV[5] pinned
-- ARGV[6] members, empty for none   ARGV[7] first message that has not expired   ARGV[8] last message
-- ARGV[9] version of that one   ARGV[10] that one, empty for none   ARGV[11] when it was sent (ms)
-- Returns 1; 0 when the mark is not the token's, and nothing is changed then.
-- Atomic, because changes are applied meanwhile.
local was = redis.call('HMGET', KEYS[1], 's', 'r', 'f', 'q', 'x')
if was[1] ~= 'l' .. ARGV[1] then
  return 0
end
local set = { 's', 'c' }
local function put(field, value)
  set[#set + 1] = field
  set[#set + 1] = value
end
if tonumber(ARGV[3]) > (tonumber(was[2]) or -1) then
  put('r', ARGV[3])
  put('v', ARGV[4])
  put('b', ARGV[5])
end
if ARGV[6] ~= '' then
  put('m', ARGV[6])
end
local first = tonumber(was[3]) or 0
if tonumber(ARGV[7]) > first then
  first = tonumber(ARGV[7])
  put('f', ARGV[7])
end
local last, own = tonumber(ARGV[8]), tonumber(was[4]) or -1
local version = tonumber(string.match(was[5] or '', '^(%d+)|')) or -1
if last > own or last == own and tonumber(ARGV[9]) > version then
  put('q', ARGV[8])
  put('t', ARGV[11])
  put('x', ARGV[10])
end
if first > math.max(last, own) then
  put('x', '')
end
redis.call('HSET', KEYS[1], unpack(set))
redis.call('HDEL', KEYS[1], 'u')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
