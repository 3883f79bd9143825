-- Cuts a stream down to a length, but never into what a group has not read and acknowledged.
--
-- KEYS[1]  the stream
-- ARGV[1]  how many entries to keep
-- returns  how many entries were removed
--
-- Atomic, because a group that is created between the look and the cut could lose entries.
local excess = redis.call('XLEN', KEYS[1]) - tonumber(ARGV[1])
if excess <= 0 then
  return 0
end

local function before(a, b)
  local ams, aseq = string.match(a, '^(%d+)-(%d+)$')
  local bms, bseq = string.match(b, '^(%d+)-(%d+)$')
  -- Ids are longer than a double is exact: compare as digits, the longer one is the larger.
  if ams ~= bms then
    if #ams ~= #bms then return #ams < #bms end
    return ams < bms
  end
  if #aseq ~= #bseq then return #aseq < #bseq end
  return aseq < bseq
end

local oldest_needed = nil
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local fields = {}
  for i = 1, #group, 2 do
    fields[group[i]] = group[i + 1]
  end
  -- Read up to here; with entries pending, only what is older than the oldest of them is done with.
  local needed = fields['last-delivered-id']
  if fields['pending'] > 0 then
    needed = redis.call('XPENDING', KEYS[1], fields['name'])[2]
  end
  if not oldest_needed or before(needed, oldest_needed) then
    oldest_needed = needed
  end
end

if not oldest_needed then
  return redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[1])
end
return redis.call('XTRIM', KEYS[1], 'MINID', '~', oldest_needed, 'LIMIT', excess)
