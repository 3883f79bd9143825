-- Marks a model as loading, unless it is complete or somebody is loading it.
-- KEYS[1] the model
-- ARGV[1] token   ARGV[2] how long the mark is good (ms)   ARGV[3] '1' for a list: its positions stay, ARGV[4] ms
-- Returns 1 when it is marked, 0 when not.
-- Atomic, because of two who begin one must be told no.
local was = redis.call('HMGET', KEYS[1], 's', 'u')
if was[1] == 'c' then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if was[1] and (tonumber(was[2]) or 0) > now then
  return 0
end
if ARGV[3] == '1' then
  for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
    if string.sub(field, 1, 2) ~= 'p:' then
      redis.call('HDEL', KEYS[1], field)
    end
  end
else
  redis.call('DEL', KEYS[1])
end
redis.call('HSET', KEYS[1], 's', 'l' .. ARGV[1], 'u', string.format('%.0f', now + ARGV[2]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
