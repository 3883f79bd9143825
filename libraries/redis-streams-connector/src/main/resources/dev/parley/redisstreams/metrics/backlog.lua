-- How far a group is behind on a stream.
--
-- KEYS[1]  the stream
-- KEYS[2]  its dead letters
-- ARGV[1]  the group
-- ARGV[2]  how many entries to count at most; beyond it the lag is an estimate
-- returns  { lag, pending, age of the oldest pending entry in milliseconds, dead letters };
--          what is not there counts 0. A text instead says what is wrong.
--
-- Atomic, so that an entry which is being read counts as lag or as pending and not as both. Nothing
-- is raised: an error would fail the whole pipeline that the script is part of.

-- Entries are copied to be counted; a page of them at a time bounds the memory.
local PAGE = 100

local function find(stream, name)
  for _, group in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
    local fields = {}
    for i = 1, #group, 2 do
      fields[group[i]] = group[i + 1]
    end
    if fields['name'] == name then
      return fields
    end
  end
  return nil
end

local function milliseconds(id)
  return tonumber(string.match(id, '^(%d+)'))
end

-- When nothing that was read is left, it is all that is there; Redis 7.0 would also count what was
-- trimmed unread. Otherwise Redis 7 knows the lag, unless entries were deleted; else it is as many as
-- there are behind the last one read. Counting costs about 2 ms per thousand entries of 500 bytes,
-- so beyond the limit the rest is estimated by time: if the first thousand came within 2 s and all
-- within 10 s, there are about 5,000.
local function lag(stream, group, limit)
  local read = group['last-delivered-id']
  local length = redis.call('XLEN', stream)
  if #redis.call('XRANGE', stream, '-', read, 'COUNT', 1) == 0 then
    return length
  end
  if type(group['lag']) == 'number' then
    return group['lag']
  end
  local count, at = 0, read
  while count < limit do
    local page = redis.call('XRANGE', stream, '(' .. at, '+', 'COUNT', math.min(PAGE, limit - count))
    if #page == 0 then
      return count
    end
    count = count + #page
    at = page[#page][1]
  end
  local last = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1][1]
  local from = milliseconds(read)
  local counted = math.max(1, milliseconds(at) - from)
  return math.min(length, math.floor(count * math.max(counted, milliseconds(last) - from) / counted))
end

local function age(stream, group)
  if group['pending'] == 0 then
    return 0
  end
  local oldest = redis.call('XPENDING', stream, group['name'])[2]
  local time = redis.call('TIME')
  return math.max(0, time[1] * 1000 + math.floor(time[2] / 1000) - milliseconds(oldest))
end

local ok, result = pcall(function()
  local dead = redis.call('XLEN', KEYS[2])
  local group = redis.call('EXISTS', KEYS[1]) == 1 and find(KEYS[1], ARGV[1])
  if not group then
    return { 0, 0, 0, dead }
  end
  return { lag(KEYS[1], group, tonumber(ARGV[2])), group['pending'], age(KEYS[1], group), dead }
end)
if ok then
  return result
end
return type(result) == 'table' and result.err or tostring(result)
