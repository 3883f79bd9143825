-- Applies changes to conversations and their last messages. A conversation is a hash:
--   s 'c' complete, 'l<token>' loading   u until when the mark is good (ms)
--   r revision of v   v view   b its pinned messages, as ',3,7,'   m members of a direct one, as 'ann,bob'
--   f first message that has not expired   q last message   t when it was sent (ms)
--   x that one, as below; empty when it has expired
-- Its last messages are another hash: s and u as above
--   a first message   z last message   n bytes of all   f first message that has not expired
--   <seq> '<version>|<as it was>' and for each reaction since then a part that begins with a control character
-- KEYS for each conversation both
-- ARGV[1] messages at most   ARGV[2] bytes of them at most
-- Then for each conversation the number of its changes, and for each of those its kind and four values:
--   v revision, view, pinned, members   f seq
--   n seq, 1, message, sent at           c seq, version, message, sent at   r seq, version, reaction
--   w seq: is pinned no more            o others are pinned
-- Returns how many models were dropped: because something is missing, because others are pinned, because one
-- message has become too large.
-- Atomic, because values are compared before they are replaced; twice is as good as once.
local mostMessages, mostBytes = tonumber(ARGV[1]), tonumber(ARGV[2])
local at = 3
local dropped = { 0, 0, 0 }
local HOLE, BOARD, SIZE = 1, 2, 3

local function drop(key, why)
  redis.call('DEL', key)
  dropped[why] = dropped[why] + 1
end

local function version(message)
  return tonumber(string.match(message or '', '^(%d+)|')) or 0
end

-- The message after the change; nil when it stays as it is, or, with a reason, when it cannot be told.
local function become(message, op)
  local new, old = tonumber(op[3]), version(message)
  if new <= old then
    return nil
  end
  if op[1] == 'c' then
    return op[4]
  end
  if new ~= old + 1 or old == 0 then
    return nil, HOLE
  end
  if #message + #op[4] > mostBytes then
    return nil, SIZE
  end
  return op[3] .. string.sub(message, string.find(message, '|', 1, true), -1) .. op[4]
end

local function changes()
  local ops = {}
  local count = tonumber(ARGV[at])
  at = at + 1
  for i = 1, count do
    ops[i] = { ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4] }
    at = at + 5
  end
  return ops
end

local function applyShown(key, ops)
  local was = redis.call('HMGET', key, 's', 'r', 'b', 'f', 'q')
  if not was[1] then
    return
  end
  local revision, board = tonumber(was[2]) or -1, was[3]
  local first, last = tonumber(was[4]) or 0, tonumber(was[5]) or 0
  local set, message = {}, nil
  local function put(field, value)
    set[#set + 1] = field
    set[#set + 1] = value
  end
  for _, op in ipairs(ops) do
    local kind, number = op[1], tonumber(op[2])
    if kind == 'v' then
      if number > revision then
        revision, board = number, op[4]
        put('r', op[2])
        put('v', op[3])
        put('b', op[4])
      end
      if op[5] ~= '' then
        put('m', op[5])
      end
    elseif kind == 'f' then
      if number > first then
        first = number
        put('f', op[2])
      end
    elseif kind == 'o' then
      return drop(key, BOARD)
    elseif kind == 'w' then
      if was[1] ~= 'c' or not board or string.find(board, ',' .. op[2] .. ',', 1, true) then
        return drop(key, BOARD)
      end
    elseif number > last then
      if kind == 'r' then
        return drop(key, HOLE)
      end
      last, message = number, op[4]
      put('q', op[2])
      put('t', op[5])
    elseif number == last and number >= first and kind ~= 'n' then
      local new, why = become(message or redis.call('HGET', key, 'x'), op)
      if why then
        return drop(key, why)
      end
      message = new or message
    end
  end
  if first > last then
    message = ''
  end
  if message then
    put('x', message)
  end
  if #set > 0 then
    redis.call('HSET', key, unpack(set))
  end
end

local function applyRecent(key, ops)
  local was = redis.call('HMGET', key, 's', 'a', 'z', 'n', 'f')
  if not was[1] then
    return
  end
  local from, last = tonumber(was[2]), tonumber(was[3])
  local bytes, first = tonumber(was[4]) or 0, tonumber(was[5]) or 0
  local new, gone, changed = {}, {}, false
  local function get(seq)
    return new[seq] or redis.call('HGET', key, string.format('%.0f', seq))
  end
  local function put(seq, message)
    new[seq] = message
    bytes = bytes + #message
    changed = true
  end
  local function removeFirst()
    if new[from] then
      bytes = bytes - #new[from]
      new[from] = nil
    else
      bytes = bytes - redis.call('HSTRLEN', key, string.format('%.0f', from))
    end
    gone[#gone + 1] = string.format('%.0f', from)
    from = from + 1
    changed = true
  end
  for _, op in ipairs(ops) do
    local kind, seq = op[1], tonumber(op[2])
    if kind == 'n' then
      if seq >= first and (not from or seq > last) then
        while from and seq > last + 1 and from <= last do
          removeFirst()
        end
        if not from or from > last then
          from = seq
        end
        last = seq
        put(seq, op[4])
      end
    elseif kind == 'f' then
      if seq > first then
        first, changed = seq, true
        while from and from < first and from <= last do
          removeFirst()
        end
        if from and from < first then
          from, last = first, first - 1
        end
      end
    elseif kind == 'c' or kind == 'r' then
      if from and seq >= from and seq <= last then
        local message = get(seq)
        local after, why = become(message, op)
        if why then
          return drop(key, why)
        end
        if after then
          bytes = bytes - #message
          put(seq, after)
        end
      elseif was[1] ~= 'c' and seq >= first or last and seq > last then
        return drop(key, HOLE)
      end
    end
  end
  if not changed then
    return
  end
  while from and last - from + 1 > mostMessages or bytes > mostBytes and from < last do
    removeFirst()
  end
  for i = 1, #gone, 500 do
    redis.call('HDEL', key, unpack(gone, i, math.min(i + 499, #gone)))
  end
  local set = { 'f', string.format('%.0f', first) }
  if from then
    for _, value in ipairs({ 'a', from, 'z', last, 'n', bytes }) do
      set[#set + 1] = type(value) == 'number' and string.format('%.0f', value) or value
    end
    for seq = from, last do
      if new[seq] then
        set[#set + 1] = string.format('%.0f', seq)
        set[#set + 1] = new[seq]
      end
    end
  end
  for i = 1, #set, 500 do
    redis.call('HSET', key, unpack(set, i, math.min(i + 499, #set)))
  end
end

for i = 1, #KEYS, 2 do
  local ops = changes()
  applyShown(KEYS[i], ops)
  applyRecent(KEYS[i + 1], ops)
end
return dropped
