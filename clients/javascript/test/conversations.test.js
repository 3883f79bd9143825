import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message, syncPage } from './fake-server.js';
import { connected } from './given.js';

const created = (conversationId, more = {}) => ({
  conversationId, created: true, conversation: { conversationId, lastSeq: 0 }, ...more,
});

/** Someone is in one conversation, c, which is empty. */
async function inConversation(options) {
  const all = await connected(options);
  all.server.socket.tell('conversation:created', created('c'));
  all.arrive = (...seqs) =>
    seqs.forEach((seq) => all.server.socket.tell('message:new', message('c', seq)));
  return all;
}

test('messages are told once and in order', async () => {
  const { arrive, seqs } = await inConversation();
  arrive(1, 2, 2, 1, 3);
  assert.deepEqual(seqs(), [1, 2, 3]);
});

test('what comes early waits for its turn', async () => {
  const { arrive, seqs, server, clock } = await inConversation();
  arrive(1, 3, 4);
  assert.deepEqual(seqs(), [1]);
  arrive(2);
  assert.deepEqual(seqs(), [1, 2, 3, 4]);
  await clock.pass(1000);
  assert.equal(server.socket.asked('sync').length, 0);
});

test('a hole that stays is filled by sync', async () => {
  const { arrive, seqs, server, clock } = await inConversation();
  arrive(1, 4);
  await clock.pass(100);
  assert.deepEqual(server.socket.asked('sync')[0].params.positions, { c: 1 });
  await server.socket.answer(
    'sync', syncPage({ messages: [2, 3, 4].map((seq) => message('c', seq)), positions: { c: 4 } }));
  assert.deepEqual(seqs(), [1, 2, 3, 4]);
});

test('a hole that sync does not fill is asked about less and less often', async () => {
  const { arrive, server, clock } = await inConversation();
  arrive(2);
  let asked = 0;
  for (let second = 0; second < 60; second++) {
    await clock.pass(1000);
    while (server.socket.asked('sync').length > 0) {
      asked++;
      await server.socket.answer('sync', syncPage({ positions: { c: 0 } }));
    }
  }
  assert.ok(asked >= 3 && asked <= 20, `asked ${asked} times`);
});

test('own messages are told in their turn, with what was sent', async () => {
  const { arrive, seqs, told, client, server } = await inConversation();
  const sent = client.send('c', 'mine', { clientMessageId: 'own' });
  arrive(1);
  await server.socket.acknowledge(2);
  arrive(3);
  await sent;
  assert.deepEqual(seqs(), [1, 2, 3]);
  const { senderId, clientMessageId, content, version, messageId } = told('message')[1];
  assert.deepEqual(
    { senderId, clientMessageId, content, version, messageId },
    {
      senderId: 'ann', clientMessageId: 'own', content: { type: 'text', text: 'mine' }, version: 1,
      messageId: 'c:2',
    });
});

test('an own message that sync brings before its answer is told once', async () => {
  const { seqs, client, server, clock } = await inConversation();
  const sent = client.send('c', 'mine', { clientMessageId: 'own' });
  server.socket.cut();
  await clock.pass(500);
  await server.ready({ messages: [message('c', 1, { senderId: 'ann', clientMessageId: 'own' })] });
  assert.deepEqual(seqs(), [1]);
  await server.socket.acknowledge(1);
  assert.equal((await sent).seq, 1);
  assert.deepEqual(seqs(), [1]);
});

test('after a reconnect everything missed is told, page by page', async () => {
  const { arrive, seqs, told, server, clock } = await inConversation();
  arrive(1);
  server.socket.cut();
  await clock.pass(500);
  await server.ready({ messages: [message('c', 2)], positions: { c: 2 }, more: ['c'] });
  arrive(4);
  assert.equal(told('synced').length, 1);
  assert.deepEqual(server.socket.asked('sync')[0].params.positions, { c: 2 });
  await server.socket.answer('sync', syncPage({ messages: [message('c', 3)], positions: { c: 3 } }));
  assert.deepEqual(seqs(), [1, 2, 3, 4]);
  assert.equal(told('synced').length, 2);
});

test('resync is followed by sync, also while one is under way', async () => {
  const { server, told, client } = await connected();
  server.socket.tell('resync', {});
  server.socket.tell('resync', {});
  assert.equal(server.socket.asked('sync').length, 1);
  assert.equal(client.status.state, 'catching-up');
  await server.socket.answer('sync', syncPage());
  assert.equal(server.socket.asked('sync').length, 1);
  await server.socket.answer('sync', syncPage());
  assert.equal(server.socket.asked('sync').length, 0);
  assert.equal(told('synced').length, 2);
  assert.equal(client.status.state, 'online');
});

test('a sync that fails for now is asked again', async () => {
  const { server, clock, client, told } = await connected();
  server.socket.tell('resync', {});
  for (let i = 0; i < 8; i++) {
    await server.socket.refuse('sync', i % 2 === 0 ? 'unavailable' : 'internal', true);
    await clock.pass(10_000);
  }
  await server.socket.answer('sync', syncPage());
  assert.equal(client.status.state, 'online');
  assert.deepEqual(told('failed'), []);
});

test('a sync that a lost connection left unanswered is asked again, and once more for what came since', async () => {
  const { server, clock, client } = await connected();
  server.socket.tell('resync', {});
  server.socket.cut();
  await clock.pass(500);
  server.socket.accept();
  await server.socket.answer('sync', syncPage());
  assert.equal(client.status.state, 'catching-up');
  await server.socket.answer('sync', syncPage());
  assert.equal(client.status.state, 'online');
});

test('a sync that fails for good is told', async () => {
  const { server, told } = await connected();
  server.socket.tell('resync', {});
  await server.socket.refuse('sync', 'invalid_params', false);
  assert.equal(told('failed')[0].code, 'invalid_params');
});

const mine = (conversationId, lastSeq, unread) => ({
  conversation: { conversationId, lastSeq }, unread,
});

test('what was there before the first sync is known from its end on', async () => {
  const { client, told, seqs, server } = await connected({}, { added: [mine('old', 40, 7)] });
  assert.deepEqual(client.positions(), { old: 40 });
  assert.equal(told('added').length, 1);
  server.socket.tell('message:new', message('old', 41));
  assert.deepEqual(seqs(), [41]);
});

test('positions of an earlier life are gone on from', async () => {
  const { server, seqs, client, clock } = await connected(
    { positions: { c: 3 } }, { messages: [message('c', 4)], added: [mine('new', 2, 2)] });
  assert.deepEqual(seqs(), [4]);
  assert.deepEqual(client.positions(), { c: 4, new: 0 });
  await server.socket.answer('sync', syncPage({ messages: [message('new', 1), message('new', 2)] }));
  assert.deepEqual(seqs(), [4, 1, 2]);
  await clock.pass(1);
});

test('a conversation that one came into while away is caught up with, unless it is too long', async () => {
  const { server, clock, seqs } = await connected();
  server.socket.cut();
  await clock.pass(500);
  await server.ready({ added: [mine('small', 2, 2), mine('huge', 9000, 9000)] });
  assert.deepEqual(server.socket.asked('sync')[0].params.positions, { small: 0, huge: 9000 });
  await server.socket.answer(
    'sync', syncPage({ messages: [message('small', 1), message('small', 2)] }));
  assert.deepEqual(seqs(), [1, 2]);
});

test('a message of a conversation that nobody told of is told', async () => {
  const { server, seqs } = await connected();
  server.socket.tell('message:new', message('unheard', 17));
  server.socket.tell('message:new', message('unheard', 18));
  assert.deepEqual(seqs(), [17, 18]);
});

test('what has expired is no hole', async () => {
  const { arrive, seqs, server, clock } = await inConversation();
  arrive(1, 6);
  await clock.pass(100);
  await server.socket.answer(
    'sync', syncPage({ firstSeqs: { c: 5 }, messages: [message('c', 5)], positions: { c: 5 } }));
  assert.deepEqual(seqs(), [1, 5, 6]);
  server.socket.tell('messages:expired', { conversationId: 'c', firstSeq: 9 });
  arrive(9);
  assert.deepEqual(seqs(), [1, 5, 6, 9]);
});

test('a message that was changed before its turn is told as it is now', async () => {
  const { arrive, told, server } = await inConversation();
  const edited = message('c', 2, { version: 2, content: { type: 'text', text: 'edited' } });
  arrive(2);
  server.socket.tell('message:edit', { conversationId: 'c', by: 'bob', message: edited });
  arrive(2, 1);
  assert.deepEqual(told('message').map(({ content }) => content.text), ['text 1', 'edited']);
});

test('changes of messages that were told are passed on', async () => {
  const { arrive, client, server, seqs } = await inConversation();
  const changes = [];
  client.on('message:delete', (change) => changes.push(change));
  arrive(1);
  const change = { conversationId: 'c', by: 'bob', message: message('c', 1, { version: 2 }) };
  server.socket.tell('message:delete', change);
  assert.deepEqual(changes, [change]);
  assert.deepEqual(seqs(), [1]);
});

test('a conversation that is left is no longer asked about', async () => {
  const { client, server, told } = await inConversation();
  const left = { conversationId: 'c', change: 'member_left', members: [{ userId: 'ann' }] };
  server.socket.tell('chat:update', left);
  assert.deepEqual(client.positions(), {});
  server.socket.tell('message:new', message('d', 1));
  server.socket.tell('resync', {});
  await server.socket.answer('sync', syncPage({ gone: ['d'] }));
  assert.deepEqual(told('gone'), [{ conversationId: 'd' }]);
  assert.deepEqual(client.positions(), {});
});

test('memory is bounded: early messages of a conversation', async () => {
  const { arrive, seqs, server, clock } = await inConversation({ maxEarly: 2 });
  arrive(2, 3, 4, 5);
  arrive(1);
  assert.deepEqual(seqs(), [1, 2, 3]);
  await clock.pass(100);
  assert.deepEqual(server.socket.asked('sync')[0].params.positions, { c: 3 });
  await server.socket.answer('sync', syncPage({ messages: [message('c', 4), message('c', 5)] }));
  assert.deepEqual(seqs(), [1, 2, 3, 4, 5]);
});

test('memory is bounded: the conversations with the latest activity are kept', async () => {
  const { server, client } = await connected();
  for (let i = 0; i <= 1000; i++) {
    server.socket.tell('message:new', message(`c${i}`, 1));
    server.socket.tell('message:new', message('busy', i + 1));
  }
  const kept = Object.keys(client.positions());
  assert.equal(kept.length, 1000);
  assert.ok(kept.includes('busy') && kept.includes('c1000') && !kept.includes('c0'));
});

test('a conversation of the list is known from its end on', async () => {
  const { server, client } = await connected();
  const list = client.call('conversation:list');
  await server.socket.answer('conversation:list', { conversations: [mine('c', 5, 2)] });
  await list;
  assert.deepEqual(client.positions(), { c: 5 });
});

test('a listener that throws disturbs nobody', async () => {
  const { arrive, client, seqs } = await inConversation();
  const failures = [];
  const handler = (failure) => failures.push(failure.message);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', handler);
  client.on('message', () => {
    throw new Error('listener');
  });
  const off = client.on('message', () => assert.fail('taken off'));
  off();
  arrive(1, 2);
  await new Promise((resolve) => setImmediate(resolve));
  process.removeListener('uncaughtException', handler);
  others.forEach((one) => process.on('uncaughtException', one));
  assert.deepEqual(seqs(), [1, 2]);
  assert.deepEqual(failures, ['listener', 'listener']);
});
