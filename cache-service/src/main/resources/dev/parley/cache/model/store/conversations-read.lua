-- Reads conversations (see conversations-apply.lua), which stay because of it.
-- KEYS the conversations   ARGV[1] how long they stay (ms)
-- Returns for each one v, m, f, q, x, t; nothing for one that is not complete.
local answers = {}
for i, key in ipairs(KEYS) do
  local is = redis.call('HMGET', key, 's', 'v', 'm', 'f', 'q', 'x', 't')
  if is[1] == 'c' then
    redis.call('PEXPIRE', key, ARGV[1])
    answers[i] = { is[2], is[3], is[4], is[5], is[6], is[7] }
  else
    answers[i] = false
  end
end
return answers
