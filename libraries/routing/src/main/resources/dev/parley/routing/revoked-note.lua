-- Notes that tokens of a user are revoked; one step, so that no note takes another one back.
-- KEYS: the user's note
-- ARGV: how long a token lives at most (ms), session whose tokens are revoked; empty for all tokens
--       that were issued before now
local session = ARGV[2]
note_revoked(KEYS[1], server_time(), tonumber(ARGV[1]), session == '' and {} or {session}, session == '')
return 1
