-- Ends sessions, and notes that their tokens are revoked. One step, so that none is used or made in
-- between.
-- KEYS: the user's sessions, the user's note of revoked tokens
-- ARGV: one, others or all, id of the one that is or is not meant, how long a token lives at most (ms)
-- Returns ids of those that ended, hashes of their secrets.
local now = server_time()
local life = tonumber(ARGV[3])
local ending = {}
if ARGV[1] == 'one' then
  ending[1] = session_of(KEYS[1], ARGV[2], now)
  -- Tokens of it may live although it does not.
  note_revoked(KEYS[2], now, life, {ARGV[2]}, false)
else
  for _, session in ipairs(sessions_of(KEYS[1], now)) do
    if ARGV[1] == 'all' or session.id ~= ARGV[2] then
      ending[#ending + 1] = session
    end
  end
end
return sessions_end(KEYS[1], KEYS[2], ending, now, life, ARGV[1] == 'all')
