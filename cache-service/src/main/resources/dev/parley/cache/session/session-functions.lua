-- Functions for scripts about the sessions of a user. These are fields of one hash: id -> JSON with hash
-- (of the secret), device, address, data ('' for none), created, used (ms of Redis' clock), idle, life (ms).

local function session_end(session)
  return math.min(session.used + session.idle, session.created + session.life)
end

-- The session of that id; nil when there is none, or it has ended, which removes it.
local function session_of(key, id, now)
  local value = redis.call('HGET', key, id)
  if not value then
    return nil
  end
  local session = cjson.decode(value)
  if session_end(session) <= now then
    redis.call('HDEL', key, id)
    return nil
  end
  session.id = id
  return session
end

-- All that live, the one that was used least lately first; those that have ended are removed.
local function sessions_of(key, now)
  local all = redis.call('HGETALL', key)
  local living = {}
  local ended = {}
  for i = 1, #all, 2 do
    local session = cjson.decode(all[i + 1])
    if session_end(session) <= now then
      ended[#ended + 1] = all[i]
    else
      session.id = all[i]
      living[#living + 1] = session
    end
  end
  if #ended > 0 then
    redis.call('HDEL', key, unpack(ended))
  end
  table.sort(living, function(a, b)
    if a.used ~= b.used then
      return a.used < b.used
    end
    return a.id < b.id
  end)
  return living
end

-- Writes a session; the hash lives as long as its longest.
local function session_put(key, session, now)
  local id = session.id
  session.id = nil
  redis.call('HSET', key, id, cjson.encode(session))
  session.id = id
  local left = session_end(session) - now
  if redis.call('PTTL', key) < left then
    redis.call('PEXPIRE', key, left)
  end
end

-- As it is answered.
local function session_answer(session)
  return {session.id, session.device, session.address, session.data, session.created, session.used, session_end(session)}
end

-- Removes sessions and notes that their tokens are revoked; their ids, and the hashes of their secrets.
local function sessions_end(key, note, sessions, now, token_life, everything)
  local ids = {}
  local hashes = {}
  for i, session in ipairs(sessions) do
    ids[i] = session.id
    hashes[i] = session.hash
  end
  if #ids > 0 then
    redis.call('HDEL', key, unpack(ids))
  end
  if #ids > 0 or everything then
    note_revoked(note, now, token_life, ids, everything)
  end
  return {ids, hashes}
end
