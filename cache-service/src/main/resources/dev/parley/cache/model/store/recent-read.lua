-- Reads the last messages of conversations (see conversations-apply.lua), which stay because of it.
-- KEYS the last messages   ARGV[1] how long they stay (ms)   ARGV[2..] for each, after which message
-- Returns for each one its first and last message and those that are wanted; nothing for one that is not complete.
local answers = {}
for i, key in ipairs(KEYS) do
  local is = redis.call('HMGET', key, 's', 'a', 'z')
  if is[1] == 'c' then
    redis.call('PEXPIRE', key, ARGV[1])
    local answer = { is[2], is[3] }
    local wanted = {}
    for seq = math.max(tonumber(is[2]), ARGV[i + 1] + 1), tonumber(is[3]) do
      wanted[#wanted + 1] = string.format('%.0f', seq)
    end
    if #wanted > 0 then
      for _, message in ipairs(redis.call('HMGET', key, unpack(wanted))) do
        answer[#answer + 1] = message
      end
    end
    answers[i] = answer
  else
    answers[i] = false
  end
end
return answers
