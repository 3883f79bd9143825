-- Notes up to where a partition's events are applied.
-- KEYS[1] where   ARGV[1] id of the last entry
-- Returns 1; 0 when that was noted already, or a later one.
-- Atomic, because an owner that is the owner no more must not take back what its follower has noted.
local function parts(id)
  local ms, number = string.match(id, '^(%d+)%-(%d+)$')
  return tonumber(ms), tonumber(number)
end
local was = redis.call('GET', KEYS[1])
if was then
  local ms, number = parts(was)
  local newMs, newNumber = parts(ARGV[1])
  if ms and (newMs < ms or newMs == ms and newNumber <= number) then
    return 0
  end
end
redis.call('SET', KEYS[1], ARGV[1])
return 1
