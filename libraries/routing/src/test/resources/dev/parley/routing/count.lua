-- Counts its calls, to see how often it was called.
-- KEYS[1] the count
-- Returns the count with this call. Nothing but INCR would do without a script.
return redis.call('INCR', KEYS[1])
