-- Takes over what is pending of consumers that are gone, in the order of the stream, and removes
-- consumers that are gone and have nothing pending.
--
-- KEYS[1]  the stream
-- KEYS[2]  the lease
-- ARGV[1]  the group
-- ARGV[2]  the consumer that takes over
-- ARGV[3]  1 to take what is pending of this consumer itself, too
-- ARGV[4]  id after which to go on; "-" to begin
-- ARGV[5]  how many pending entries to look at
-- ARGV[6]  for how long an entry of another consumer must not have been touched, milliseconds
-- ARGV[7]  what the lease must say; empty when there is none
-- ARGV[8]  after how many deliveries an entry is suspicious; 0 for never
-- ARGV[9]  1 to take a suspicious entry, if it is the first one
-- ARGV[10…] consumers that are alive
-- returns  {after which id to go on; 0 at the end, 1 when there may be more, 2 when the last or the
--          next one is suspicious; 1 when some were touched too recently; {id, delivery count,
--          fields}, …}; nil when the lease is somebody else's: nothing was taken
--
-- Readers may die of an entry, and all that they have taken over counts one delivery more each time.
-- So a suspicious entry is taken alone: what stands behind it must not be given up with it.
--
-- Atomic, because two that look at the same time would both take the same entries. Entries that were
-- trimmed while they were pending are acknowledged: nobody can read them any more.
if ARGV[7] ~= '' and redis.call('GET', KEYS[2]) ~= ARGV[7] then
  return false
end

local group, me, count = ARGV[1], ARGV[2], tonumber(ARGV[5])
local alive = {}
for i = 10, #ARGV do
  alive[ARGV[i]] = true
end

local function gone(consumer)
  if consumer == me then
    return ARGV[3] == '1'
  end
  return not alive[consumer]
end

local trusted = tonumber(ARGV[8])
local function suspicious(row)
  return trusted > 0 and row[4] + 1 > trusted
end

local from = ARGV[4] == '-' and '-' or '(' .. ARGV[4]
local pending = redis.call('XPENDING', KEYS[1], group, from, '+', count)
local claim, times = {'XCLAIM', KEYS[1], group, me, 0}, {}
local at, ahead, young = ARGV[4] == '-' and '0-0' or ARGV[4], #pending < count and 0 or 1, 0
for _, row in ipairs(pending) do
  local is_gone = gone(row[2])
  if is_gone and row[2] ~= me and row[3] < tonumber(ARGV[6]) then
    young = 1
  elseif is_gone then
    if suspicious(row) then
      ahead = 2
      if #claim > 5 or ARGV[9] ~= '1' then
        break
      end
    end
    claim[#claim + 1] = row[1]
    times[row[1]] = row[4] + 1
  end
  at = row[1]
  if ahead == 2 then
    break
  end
end

local reply = {at, ahead, young}
if #claim > 5 then
  for _, entry in ipairs(redis.call(unpack(claim))) do
    if entry and entry[2] then
      reply[#reply + 1] = {entry[1], times[entry[1]], entry[2]}
      times[entry[1]] = nil
    end
  end
  for id, _ in pairs(times) do
    redis.call('XACK', KEYS[1], group, id)
  end
end

if ahead == 0 then
  for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], group)) do
    -- name, <name>, pending, <count>, …
    if consumer[2] ~= me and not alive[consumer[2]] and consumer[4] == 0 then
      redis.call('XGROUP', 'DELCONSUMER', KEYS[1], group, consumer[2])
    end
  end
end
return reply
