-- A page of dead letters, without their payloads or with the beginning of them.
--
-- KEYS[1]  the dead letters of one stream
-- ARGV[1]  XRANGE (oldest first) or XREVRANGE (newest first)
-- ARGV[2]  where to begin, as that command takes it
-- ARGV[3]  where to end
-- ARGV[4]  most entries
-- ARGV[5]  most bytes of each payload
-- returns  [[id, [field, value, ...] but `data`, length of `data` (-1: none), its beginning], ...]
--
-- A script, so that a page is small however large the payloads are. It writes nothing.
local page = redis.call(ARGV[1], KEYS[1], ARGV[2], ARGV[3], 'COUNT', ARGV[4])
for i, entry in ipairs(page) do
  local fields, length, beginning = {}, -1, ''
  for f = 1, #entry[2], 2 do
    local name, value = entry[2][f], entry[2][f + 1]
    if name == 'data' then
      length = #value
      beginning = string.sub(value, 1, tonumber(ARGV[5]))
    else
      fields[#fields + 1] = name
      fields[#fields + 1] = value
    end
  end
  page[i] = {entry[1], fields, length, beginning}
end
return page
