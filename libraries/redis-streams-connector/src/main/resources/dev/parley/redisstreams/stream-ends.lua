-- The ids of the last entries of streams.
-- KEYS     the streams
-- returns  an id for each, 0-0 where there is none
local ends = {}
for i, stream in ipairs(KEYS) do
  local last = redis.call('XREVRANGE', stream, '+', '-', 'COUNT', 1)[1]
  ends[i] = last and last[1] or '0-0'
end
return ends
