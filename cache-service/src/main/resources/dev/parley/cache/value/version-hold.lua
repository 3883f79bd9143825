-- The version of a namespace or a tag, to write a value with.
-- KEYS[1] version
-- ARGV[1] a new one, should there be none   ARGV[2] how long it must live at least (ms), 0 for ever
-- ARGV[3] how long it lives from now on when that is too short
-- Returns the version. Atomic, so that all writers get the same.
local version = redis.call('GET', KEYS[1])
if not version then
  if ARGV[2] == '0' then
    redis.call('SET', KEYS[1], ARGV[1])
  else
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
  end
  return ARGV[1]
end
local left = redis.call('PTTL', KEYS[1])
if left >= 0 then
  if ARGV[2] == '0' then
    redis.call('PERSIST', KEYS[1])
  elseif left < tonumber(ARGV[2]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
  end
end
return version
