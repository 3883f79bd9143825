-- Moves dead letters back to the end of the stream that they come from.
--
-- KEYS[1]  the dead letters of one stream
-- KEYS[2]  that stream
-- ARGV     the ids of the dead letters, in the order in which they are to be added
-- returns  for each id one of
--            "replayed <new id>"
--            "gone"                no such dead letter
--            "unknown"             it does not say which stream it comes from
--            "foreign <stream>"    it comes from another stream
--            "failed <error>"      Redis refused to add it
--          All but the first leave it where it is.
--
-- Fields keep their order and their bytes. Of the fields `dead-letter-*` only the group stays, as
-- `dead-letter-replay-for`.
--
-- Atomic, because a dead letter that was added and not removed would be replayed twice, and the
-- other way round it would be lost.
local PREFIX = 'dead-letter-'
-- Lua passes some 8,000 arguments at most.
local MAX_VALUES = 7000

local function replay(id, fields)
  local about, add = {}, {'XADD', KEYS[2], '*'}
  for f = 1, #fields, 2 do
    local name, value = fields[f], fields[f + 1]
    if string.sub(name, 1, #PREFIX) == PREFIX then
      about[name] = value
    else
      add[#add + 1] = name
      add[#add + 1] = value
    end
  end
  local stream = about['dead-letter-stream']
  if not stream then
    return 'unknown'
  end
  if stream ~= KEYS[2] then
    return 'foreign ' .. stream
  end
  local group = about['dead-letter-group']
  if group and group ~= '' then
    add[#add + 1] = 'dead-letter-replay-for'
    add[#add + 1] = group
  end
  if #add == 3 then
    return 'failed it has no fields of its own'
  end
  if #add > MAX_VALUES then
    return 'failed it has too many fields'
  end
  local added = redis.pcall(unpack(add))
  if type(added) == 'table' then
    return 'failed ' .. (added.err or 'no answer')
  end
  redis.call('XDEL', KEYS[1], id)
  return 'replayed ' .. added
end

local outcomes = {}
for i, id in ipairs(ARGV) do
  local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
  outcomes[i] = entry and replay(id, entry[2]) or 'gone'
end
return outcomes
