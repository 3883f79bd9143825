-- Cuts a stream down to a length, but never into what a group has not read and acknowledged.
--
-- KEYS[1]  the stream
-- ARGV[1]  how many entries to keep
-- ARGV[2]  a length from which on it matters how long the stream is, at least ARGV[1]; 0 for never
-- returns  {how many entries were removed, how many are left}
--
-- Beyond ARGV[2] exactly what can be removed is removed; before, whole nodes of the stream, which is
-- cheaper. The entry that was read last counts as needed. With ARGV[2] a stream without groups is not
-- cut: nobody has read it.
--
-- Atomic, because a group that is created between the look and the cut could lose entries.
local MOST = 100000 -- entries removed by one run, some milliseconds
local NODE = 512 -- more entries than a node of a stream holds (100, if it is not configured)

local keep = tonumber(ARGV[1])
local bound = tonumber(ARGV[2])
local length = redis.call('XLEN', KEYS[1])
local excess = length - keep
if excess <= 0 then
  return {0, length}
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
  if bound > 0 then
    return {0, length}
  end
  local removed = redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', keep)
  return {removed, length - removed}
end

local most = math.min(excess, MOST)
local removed = redis.call('XTRIM', KEYS[1], 'MINID', '~', oldest_needed, 'LIMIT', most)
if bound > 0 and length - removed > bound and most == excess then
  -- What is left to remove is part of one node: the one that ends what is done with, or the one that
  -- would be cut below the length to keep.
  local left = excess - removed
  local first_kept = oldest_needed
  if left <= NODE then
    local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', left + 1)
    local id = oldest[#oldest][1]
    if before(id, oldest_needed) then
      first_kept = id
    end
  end
  removed = removed + redis.call('XTRIM', KEYS[1], 'MINID', '=', first_kept)
end
return {removed, length - removed}
