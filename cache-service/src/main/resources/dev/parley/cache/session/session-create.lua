-- Makes a session; those that are too many with it end, the ones that were used least lately first. One
-- step, so that no two make too many, and none comes between a revocation of all and its note.
-- KEYS: the user's sessions, the user's note of revoked tokens
-- ARGV: id, hash of the secret, device, address, data, idle (ms), life (ms), sessions at most,
--       how long a token lives at most (ms)
-- Returns the session, ids and hashes of those that ended.
local now = server_time()
local living = sessions_of(KEYS[1], now)
local too_many = {}
for i = 1, #living + 1 - tonumber(ARGV[8]) do
  too_many[i] = living[i]
end
local ended = sessions_end(KEYS[1], KEYS[2], too_many, now, tonumber(ARGV[9]), false)
local session = {
  id = ARGV[1],
  hash = ARGV[2],
  device = ARGV[3],
  address = ARGV[4],
  data = ARGV[5],
  idle = tonumber(ARGV[6]),
  life = tonumber(ARGV[7]),
  created = now,
  used = now
}
session_put(KEYS[1], session, now)
return {session_answer(session), ended[1], ended[2]}
