-- Finds a session by its secret, and notes that it was used. One step, so that none that is revoked
-- meanwhile is written back.
-- KEYS: the user's sessions
-- ARGV: id, hash of the secret, 1 to note the use, address that it was used from ('' for not known)
-- Returns the session; nil for none.
local now = server_time()
local session = session_of(KEYS[1], ARGV[1], now)
if not session or session.hash ~= ARGV[2] then
  return nil
end
if ARGV[3] == '1' then
  session.used = math.max(now, session.used)
  if ARGV[4] ~= '' then
    session.address = ARGV[4]
  end
  session_put(KEYS[1], session, now)
end
return session_answer(session)
