-- Tries a code. One step, so that of many who come at once one takes it, and no wrong one goes uncounted.
-- KEYS: the code
-- ARGV: salt with which the MAC was made, MAC of what is tried, 1 to take it
-- Returns what became of it, attempts left, data, when it expires (ms):
--   unknown; good; wrong (0 attempts left: it is gone); other: there is a newer one
local code = redis.call('HMGET', KEYS[1], 'salt', 'mac', 'data')
if not code[1] then
  return {'unknown', 0, '', 0}
end
if code[1] ~= ARGV[1] then
  return {'other', 0, '', 0}
end
local ends = server_time() + math.max(0, redis.call('PTTL', KEYS[1]))
if code[2] ~= ARGV[2] then
  local left = redis.call('HINCRBY', KEYS[1], 'attempts', -1)
  if left <= 0 then
    redis.call('DEL', KEYS[1])
  end
  return {'wrong', left, '', ends}
end
if ARGV[3] == '1' then
  redis.call('DEL', KEYS[1])
end
return {'good', 0, code[3], ends}
