-- Applies changes to lists of memberships. A list is a hash:
--   s 'c' complete, 'l<token>' loading; not there: only positions, for a while   u until when the mark is good (ms)
--   m:<conversation> '<revision>|<role, empty for gone>|<joinedSeq>'
--   s:<conversation> '<revision>|<muted 0 or 1><pinned 0 or 1>|<archivedSeq, empty for none>'
--   p:<conversation> '<readSeq>|<deliveredSeq>'
-- KEYS the lists
-- ARGV[1] how long positions stay at least (ms)   ARGV[2] fields that a list has at most
-- Then for each list the number of its changes, and for each of those its kind and four values:
--   m conversation, revision, value, '1' when settings begin anew
--   s conversation, revision, value, ''
--   p conversation, readSeq, deliveredSeq, ''
-- Returns how many lists were given up because they are too large.
-- Atomic, because values are compared before they are replaced; twice is as good as once.
local at = 3
local full = 0

local function revision(key, field)
  local value = redis.call('HGET', key, field)
  return value and tonumber(string.match(value, '^(%d+)|')) or -1
end

local function reach(key, field, read, delivered)
  local value = redis.call('HGET', key, field)
  if value then
    local oldRead, oldDelivered = string.match(value, '^(%d+)|(%d+)$')
    if oldRead then
      local further = false
      if tonumber(read) > tonumber(oldRead) then
        further = true
      else
        read = oldRead
      end
      if tonumber(delivered) > tonumber(oldDelivered) then
        further = true
      else
        delivered = oldDelivered
      end
      if not further then
        return false
      end
    end
  end
  redis.call('HSET', key, field, read .. '|' .. delivered)
  return true
end

local function belong(key, conversation, new, value, anew)
  local number = tonumber(new)
  if number <= revision(key, 'm:' .. conversation) then
    return
  end
  redis.call('HSET', key, 'm:' .. conversation, value)
  if anew == '1' and number > revision(key, 's:' .. conversation) then
    redis.call('HSET', key, 's:' .. conversation, new .. '|00|')
  end
end

for _, key in ipairs(KEYS) do
  local state = redis.call('HGET', key, 's')
  local moved = false
  local count = tonumber(ARGV[at])
  at = at + 1
  for _ = 1, count do
    local kind, conversation, first, second = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
    if kind == 'p' then
      moved = reach(key, 'p:' .. conversation, first, second) or moved
    elseif state and kind == 'm' then
      belong(key, conversation, first, second, ARGV[at + 4])
    elseif state and tonumber(first) >= revision(key, 's:' .. conversation) then
      redis.call('HSET', key, 's:' .. conversation, second)
    end
    at = at + 5
  end
  if moved then
    if state == 'c' then
      -- It would take the position with it, which MongoDB may not have yet.
      if redis.call('PTTL', key) < tonumber(ARGV[1]) then
        redis.call('HDEL', key, 's')
        redis.call('PEXPIRE', key, ARGV[1])
      end
    else
      redis.call('PEXPIRE', key, ARGV[1])
    end
  end
  if redis.call('HLEN', key) > tonumber(ARGV[2]) then
    redis.call('DEL', key)
    full = full + 1
  end
end
return full
