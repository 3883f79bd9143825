import jwt from 'jsonwebtoken';

const MAX_TEXT = 4096;

/**
 * Conversations over Socket.IO: a room per conversation and one per user, which all instances share
 * through the adapter.
 */
export function chat(io, store, { key, issuer }) {
  io.use((socket, next) => {
    try {
      const claims = jwt.verify(socket.handshake.auth.token, key, { algorithms: ['RS256'], issuer });
      socket.data.userId = claims.sub;
      next();
    } catch {
      next(new Error('unauthorized'));
    }
  });

  io.on('connection', async (socket) => {
    const { userId } = socket.data;
    socket.on('conversation:create', answered((request) => create(io, store, userId, request)));
    socket.on('message:send', answered((request) => send(socket, store, request)));
    try {
      socket.join([roomOf(userId), ...(await store.conversationsOf(userId))]);
      socket.emit('ready', { userId });
    } catch (error) {
      console.error(`ERROR at connect: ${error.message}`);
      socket.disconnect(true);
    }
  });
}

async function create(io, store, userId, { type, memberIds }) {
  const members = [...new Set([userId, ...memberIds])];
  const conversationId = await store.create(type, members);
  const conversation = { conversationId, type, memberIds: members };
  io.in(members.map(roomOf)).socketsJoin(conversationId);
  io.to(conversationId).emit('conversation:created', conversation);
  return conversation;
}

async function send(socket, store, { conversationId, clientMessageId, content }) {
  if (typeof content?.text !== 'string' || content.text.length > MAX_TEXT) {
    throw new Error(`the text has 0 to ${MAX_TEXT} characters`);
  }
  // Who is in the room is a member: no question to the database for each message.
  if (!socket.rooms.has(conversationId)) {
    throw new Error('not a member');
  }
  const message = await store.append(conversationId, {
    senderId: socket.data.userId,
    clientMessageId,
    content,
  });
  socket.to(conversationId).emit('message:new', message);
  const { messageId, seq, sentAt } = message;
  return { conversationId, messageId, seq, sentAt };
}

/** Gives the client's ack callback what comes of its request. */
function answered(handle) {
  return async (request, ack) => {
    if (typeof ack !== 'function') {
      return;
    }
    try {
      ack(await handle(request));
    } catch (error) {
      ack({ error: error.message });
    }
  };
}

function roomOf(userId) {
  return `user:${userId}`;
}
