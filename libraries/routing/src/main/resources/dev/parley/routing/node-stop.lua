-- A node ends: its lease and its inbox go.
-- KEYS[1] lease   KEYS[2] inbox
-- Returns how many of the two were there.
-- Atomic, so that nobody sees a node that is half gone.
return redis.call('DEL', KEYS[1], KEYS[2])
