-- Functions for scripts that revoke tokens of a user. In the sorted set that is the user's note stand
-- sessions whose tokens are revoked, by when the last of these ends (ms), and, under a name that no
-- session has, up to when tokens of whatever session were issued that are revoked (ms).
local ALL = 'all before'
local MAX_SESSIONS = 10000

local function server_time()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Notes that the tokens of these sessions, or of all that were issued before now, are revoked.
-- life: how long a token lives at most (ms). More sessions than fit: those that end first go.
local function note_revoked(key, now, life, sessions, all)
  local before = all and now or tonumber(redis.call('ZSCORE', key, ALL) or '0')
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
  for _, session in ipairs(sessions) do
    redis.call('ZADD', key, now + life, session)
  end
  local many = redis.call('ZCARD', key) - MAX_SESSIONS
  if many > 0 then
    redis.call('ZREMRANGEBYRANK', key, 0, many - 1)
  end
  if before + life > now then
    redis.call('ZADD', key, before, ALL)
  end
  if redis.call('PTTL', key) < life then
    redis.call('PEXPIRE', key, life)
  end
end
