-- Makes a consumer group, and its stream, where they are not there yet. The group starts at the very
-- beginning, so that entries which came before it are read.
--
-- KEYS[1]  the stream
-- ARGV[1]  the group
-- returns  1 when it was made, 0 when it was there
--
-- A script because a plain XGROUP CREATE answers an error when the group is there, which would fail
-- the whole pipeline that it is part of.
local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
if made.err then
  if string.find(made.err, 'BUSYGROUP', 1, true) then
    return 0
  end
  return made
end
return 1
