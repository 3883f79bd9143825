-- The counters of a post: reads them, perhaps changes them before.
-- KEYS[1] hash: base (likes of whom nobody knows), views, seen (viewers of whom nobody knows), comments, revision
-- KEYS[2] set of who likes it   KEYS[3] HyperLogLog of who has viewed it
-- KEYS[4] sorted set: post to when its change is told
-- ARGV[1] post   ARGV[2] who acts or asks, may be empty   ARGV[3] after which time a change is told (ms)
-- ARGV[4] read, like, unlike, view, comment (ARGV[5] how many), delete,
--         restore (ARGV[5..8] likes, views, viewers or empty, comments; ARGV[9..] who likes it)
-- Returns: known, changed, likes, views, viewers, comments, revision as text, whether ARGV[2] likes it.
-- Atomic, so that everyone counts once, and no change goes untold.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local action, user, changed = ARGV[4], ARGV[2], 0

local function count(field)
  return tonumber(redis.call('HGET', KEYS[1], field) or 0)
end

local function set(field, number)
  redis.call('HSET', KEYS[1], field, string.format('%.0f', number))
end

if action == 'like' then
  changed = redis.call('SADD', KEYS[2], user)
elseif action == 'unlike' then
  changed = redis.call('SREM', KEYS[2], user)
elseif action == 'view' then
  changed = 1
  set('views', count('views') + 1)
  if user ~= '' then
    redis.call('PFADD', KEYS[3], user)
  end
elseif action == 'comment' then
  local before = count('comments')
  local after = math.max(0, before + ARGV[5])
  if after ~= before then
    changed = 1
    set('comments', after)
  end
elseif action == 'restore' then
  changed = 1
  for i = 9, #ARGV do
    redis.call('SADD', KEYS[2], ARGV[i])
  end
  set('base', math.max(0, ARGV[5] - redis.call('SCARD', KEYS[2])))
  set('views', math.max(count('views'), tonumber(ARGV[6])))
  if ARGV[7] ~= '' then
    set('seen', math.max(0, ARGV[7] - redis.call('PFCOUNT', KEYS[3])))
  end
  set('comments', ARGV[8])
elseif action == 'delete' then
  changed = redis.call('DEL', KEYS[1])
  redis.call('DEL', KEYS[2], KEYS[3])
end

if changed == 1 then
  if action ~= 'delete' then
    set('revision', math.max(now, count('revision') + 1))
  end
  redis.call('ZADD', KEYS[4], 'LT', now + ARGV[3], ARGV[1])
end

local known = redis.call('EXISTS', KEYS[1])
return {
  known,
  changed,
  count('base') + redis.call('SCARD', KEYS[2]),
  count('views'),
  count('seen') + redis.call('PFCOUNT', KEYS[3]),
  count('comments'),
  known == 1 and redis.call('HGET', KEYS[1], 'revision') or string.format('%.0f', now),
  user == '' and 0 or redis.call('SISMEMBER', KEYS[2], user),
}
