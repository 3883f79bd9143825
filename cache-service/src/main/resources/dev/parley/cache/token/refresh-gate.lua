-- Whether a refresh token may be made or used.
-- KEYS: the user's sessions, when the user's refresh tokens were revoked
-- ARGV: session that it is of ('' for none), its stamp ('' when it is to be made)
-- Returns the stamp; 0 when the session does not live, or the token was revoked.
if ARGV[1] ~= '' and not session_of(KEYS[1], ARGV[1], server_time()) then
  return 0
end
if ARGV[2] == '' then
  return stamp_now(KEYS[2])
end
local stamp = tonumber(ARGV[2])
local revoked = tonumber(redis.call('GET', KEYS[2]) or '0')
return stamp > revoked and stamp or 0
