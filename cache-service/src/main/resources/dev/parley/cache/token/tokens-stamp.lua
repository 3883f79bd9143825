-- Returns the stamp of a token that is made now.
-- KEYS: when tokens of the kind were revoked
return stamp_now(KEYS[1])
