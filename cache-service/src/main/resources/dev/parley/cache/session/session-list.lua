-- All sessions of a user, the one that was used last first.
-- KEYS: the user's sessions
local living = sessions_of(KEYS[1], server_time())
local answers = {}
for i = #living, 1, -1 do
  answers[#answers + 1] = session_answer(living[i])
end
return answers
