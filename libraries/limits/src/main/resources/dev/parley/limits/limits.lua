-- Takes from several limits of one subject, all or nothing; or looks, gives back, owes. Each limit is one time (GCRA):
-- when all of it is there again. The further that is ahead, the more has been taken.
-- KEYS     by limit: when it is full again (us since 1970, Redis' clock); absent when it is
-- ARGV[1]  take, peek, give-back, or owe: take what is not there, too
-- ARGV[..] by limit: the time (us) in which all of it comes back, and in which what is asked for does
-- Returns the time (us since 1970), then by limit for how long (us) it is not full, and for how long what is asked for
-- is not there (0: it is, or was; of owe and give-back: for how long there is a debt).
-- Atomic, because all replicas take from the same limits, and so that nothing is taken when one of several has no room.

-- Nobody owes more than ten times what there is; so neither does a clock that was set back keep a limit shut for longer.
local MOST = 11

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local op = ARGV[1]
local answer = {now}
local before, after, room = {}, {}, true
for i = 1, #KEYS do
  local all, asked = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  local full = tonumber(redis.call('GET', KEYS[i])) or now
  before[i] = math.max(0, math.min(full - now, MOST * all))
  after[i] = op == 'give-back' and math.max(0, before[i] - asked) or math.min(before[i] + asked, MOST * all)
  local wait = math.max(0, after[i] - all)
  room = room and wait == 0
  answer[2 * i + 1] = wait
end
local changes = op == 'give-back' or op == 'owe' or (op == 'take' and room)
for i = 1, #KEYS do
  local missing = changes and after[i] or before[i]
  answer[2 * i] = missing
  if changes and missing == 0 then
    redis.call('DEL', KEYS[i])
  elseif changes then
    redis.call('SET', KEYS[i], string.format('%.0f', now + missing), 'PXAT', string.format('%.0f', math.ceil((now + missing) / 1000)))
  end
end
return answer
