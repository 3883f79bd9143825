import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import express from 'express';
import { MongoClient } from 'mongodb';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { chat } from './chat.js';
import { Store } from './store.js';

// Set by the load generator, with the names that Parley's services have.
const { PORT, REDIS_URL, MONGODB_URL, JWT_PUBLIC_KEY_LOCATION, JWT_ISSUER } = process.env;

async function start() {
  const mongo = await MongoClient.connect(MONGODB_URL, {
    writeConcern: { w: 'majority', journal: true },
  });
  const redis = createClient({ url: REDIS_URL });
  redis.on('error', (error) => console.error(`ERROR redis: ${error.message}`));
  await redis.connect();
  const store = await Store.open(mongo.db('peer-socketio'));

  const app = express();
  app.disable('x-powered-by');
  app.get('/health', (request, response) => response.json({ status: 'UP' }));
  const server = createServer(app);
  const io = new Server(server, {
    adapter: createAdapter(redis, { onlyPlaintext: true }),
    transports: ['websocket'],
    perMessageDeflate: false,
    serveClient: false,
  });
  io.engine.on('connection', (connection) => {
    // Less memory per connection, as the Socket.IO documentation advises.
    connection.request = null;
  });
  chat(io, store, {
    key: createPublicKey(readFileSync(new URL(JWT_PUBLIC_KEY_LOCATION))),
    issuer: JWT_ISSUER,
  });
  // Last, because it is ready as soon as it takes connections.
  server.listen(Number(PORT), '127.0.0.1');

  process.once('SIGTERM', () => {
    io.close(() => Promise.allSettled([mongo.close(), redis.close()]).then(() => process.exit(0)));
  });
}

start().catch((error) => {
  console.error(`ERROR cannot start: ${error.message}`);
  process.exit(1);
});
