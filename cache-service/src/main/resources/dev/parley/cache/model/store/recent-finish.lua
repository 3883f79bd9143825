-- Completes the last messages of a conversation (see conversations-apply.lua) with what was loaded.
-- KEYS[1] the last messages
-- ARGV[1] token   ARGV[2] how long they stay (ms)   ARGV[3] messages at most   ARGV[4] bytes of them at most
-- ARGV[5] first message that has not expired   ARGV[6] first one loaded, or the next one to come
-- ARGV[7..] messages, from there on without holes
-- Returns 1; 0 when the mark is not the token's, and nothing is changed then.
-- Atomic, because changes are applied meanwhile.
local was = redis.call('HMGET', KEYS[1], 's', 'a', 'z', 'f')
if was[1] ~= 'l' .. ARGV[1] then
  return 0
end
local function text(number)
  return string.format('%.0f', number)
end
local function version(message)
  return tonumber(string.match(message or '', '^(%d+)|')) or 0
end
local first = math.max(tonumber(ARGV[5]), tonumber(was[4]) or 0)
local from = tonumber(ARGV[6])
local last = from + #ARGV - 7
local messages = {}
for i = 7, #ARGV do
  messages[from + i - 7] = ARGV[i]
end
local ownFrom, ownLast = tonumber(was[2]), tonumber(was[3])
if ownFrom and ownFrom > last + 1 then
  -- What is between was never seen.
  messages, from, last = {}, ownFrom, ownFrom - 1
end
if ownFrom and ownLast >= from - 1 then
  for seq = ownFrom, ownLast do
    local own = redis.call('HGET', KEYS[1], text(seq))
    if version(own) > version(messages[seq]) then
      messages[seq] = own
    end
  end
  from, last = math.min(from, ownFrom), math.max(last, ownLast)
end
if from < first then
  from = first
  last = math.max(last, first - 1)
end
local bytes, start = 0, last + 1
while start > from and last - start + 1 < tonumber(ARGV[3]) do
  local more = bytes + #messages[start - 1]
  if more > tonumber(ARGV[4]) and start <= last then
    break
  end
  bytes, start = more, start - 1
end
redis.call('DEL', KEYS[1])
local set = { 's', 'c', 'a', text(start), 'z', text(last), 'n', text(bytes), 'f', text(first) }
for seq = start, last do
  set[#set + 1] = text(seq)
  set[#set + 1] = messages[seq]
end
for i = 1, #set, 500 do
  redis.call('HSET', KEYS[1], unpack(set, i, math.min(i + 499, #set)))
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
