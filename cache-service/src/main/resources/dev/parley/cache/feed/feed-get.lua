-- A page of a feed, or the right to load it.
-- KEYS[1] hash: v (version of the scope when it was loaded or begun to be), page, type, etag, at (ms),
--         and while it is loaded token, until (ms)
-- KEYS[2] version of the scope
-- ARGV[1] token for who is to load it; empty to only look   ARGV[2] how long a page is fresh (ms)
-- ARGV[3] how long loading may take (ms)   ARGV[4] how long a page is kept (ms)
-- Returns fresh or stale, with its age (ms), type, etag and page; load; wait, with for how long it is still loaded by another (ms).
-- Atomic, so that one caller loads.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local version = redis.call('GET', KEYS[2])
local page = redis.call('HMGET', KEYS[1], 'v', 'at', 'until')
if page[1] and page[1] ~= version then
  redis.call('DEL', KEYS[1])
  page = {false, false, false}
end

local function found(state)
  local kept = redis.call('HMGET', KEYS[1], 'type', 'etag', 'page')
  return {state, math.max(0, now - page[2]), kept[1], kept[2], kept[3]}
end

if page[2] and now - page[2] < tonumber(ARGV[2]) then
  return found('fresh')
end
local left = page[3] and page[3] - now or 0
if left <= 0 and ARGV[1] ~= '' then
  local least = ARGV[3] + ARGV[4]
  if not version then
    version = ARGV[1]
    redis.call('SET', KEYS[2], version, 'PX', 2 * least)
  elseif redis.call('PTTL', KEYS[2]) < least then
    redis.call('PEXPIRE', KEYS[2], 2 * least)
  end
  redis.call('HSET', KEYS[1], 'v', version, 'token', ARGV[1], 'until', string.format('%.0f', now + ARGV[3]))
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
  end
  return {'load'}
end
if page[2] then
  return found('stale')
end
return {'wait', math.max(0, left)}
