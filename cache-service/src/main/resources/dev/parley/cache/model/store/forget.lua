-- Forgets a model.
-- KEYS[1] the model
-- ARGV[1] only when that token is loading it; empty for whatever it is
-- ARGV[2] '1' for a list: its positions stay, ARGV[3] ms
-- Returns 1 when there was something to forget.
-- Atomic, because a mark may be taken over at any moment.
local state = redis.call('HGET', KEYS[1], 's')
if not state or ARGV[1] ~= '' and state ~= 'l' .. ARGV[1] then
  return 0
end
if ARGV[2] == '1' then
  redis.call('HDEL', KEYS[1], 's', 'u')
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
else
  redis.call('DEL', KEYS[1])
end
return 1
