import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from './clock.js';
import { connected, given } from './given.js';

const texts = (socket) => socket.asked('message:send').map(({ params }) => params.content.text);

/** What becomes of a promise, told by a function: `pending`, or the code that it failed with. */
function fate(promise) {
  let known = 'pending';
  promise.then(() => (known = 'done'), (failure) => (known = failure.code));
  return () => known;
}

test('a call gets its result', async () => {
  const { server, client } = await connected();
  const answer = client.call('conversation:get', { conversationId: 'c' });
  const [{ jsonrpc, params }] = server.socket.asked('conversation:get');
  assert.equal(jsonrpc, '2.0');
  assert.deepEqual(params, { conversationId: 'c' });
  await server.socket.answer('conversation:get', { role: 'owner' });
  assert.deepEqual(await answer, { role: 'owner' });
});

test('unread is asked for no conversation, and waits for none', async () => {
  const { server, client } = await connected();
  client.send('c', 'hello');
  const answer = client.unread();
  const [{ params }] = server.socket.asked('conversation:unread');
  assert.deepEqual(params, {});
  await server.socket.answer(
    'conversation:unread', { messages: 3, conversations: 2, mutedMessages: 1 });
  assert.deepEqual(await answer, { messages: 3, conversations: 2, mutedMessages: 1 });
});

test('a refusal has its code', async () => {
  const { server, client } = await connected();
  const refused = assert.rejects(
    client.send('c', 'hello'),
    { code: 'not_a_member', retryable: false, message: 'refused: not_a_member' });
  await server.socket.refuse('message:send', 'not_a_member', false);
  await refused;
});

test('sends of one conversation go one after the other, of others at the same time', async () => {
  const { server, client } = await connected();
  client.send('c', 'c1');
  client.send('c', 'c2');
  client.send('d', 'd1');
  assert.deepEqual(texts(server.socket), ['c1', 'd1']);
  await server.socket.acknowledge(1);
  assert.deepEqual(texts(server.socket), ['d1', 'c2']);
});

test('a send that is refused for now is sent again, and the next ones wait for it', async () => {
  const { server, clock, client } = await connected();
  client.send('c', 'c1');
  client.send('c', 'c2');
  const [first] = server.socket.asked('message:send');
  await server.socket.refuse('message:send', 'unavailable', true);
  assert.deepEqual(texts(server.socket), []);
  await clock.pass(200);
  assert.deepEqual(texts(server.socket), ['c1']);
  const [again] = server.socket.asked('message:send');
  assert.equal(again.params.clientMessageId, first.params.clientMessageId);
  await server.socket.acknowledge(1);
  assert.deepEqual(texts(server.socket), ['c2']);
});

test('a pause that the server asks for is made', async () => {
  const { server, clock, client } = await connected();
  client.send('c', 'c1');
  await server.socket.refuse('message:send', 'rate_limited', true, { retryAfterMs: 3000 });
  await clock.pass(2999);
  assert.deepEqual(texts(server.socket), []);
  await clock.pass(1);
  assert.deepEqual(texts(server.socket), ['c1']);
});

test('what a lost connection left unanswered is sent again, in order', async () => {
  const { server, clock, client } = await connected();
  const sends = ['c1', 'c2', 'c3'].map((text) => client.send('c', text));
  const id = server.socket.asked('message:send')[0].params.clientMessageId;
  server.socket.cut();
  await clock.pass(500);
  await server.ready();
  assert.equal(server.socket.asked('message:send')[0].params.clientMessageId, id);
  for (const seq of [1, 2, 3]) {
    assert.deepEqual(texts(server.socket), [`c${seq}`]);
    await server.socket.acknowledge(seq);
  }
  assert.deepEqual((await Promise.all(sends)).map(({ seq }) => seq), [1, 2, 3]);
});

test('what is sent without a connection waits for one', async () => {
  const { server, client } = given();
  const sent = client.send('c', 'early');
  client.connect();
  await settle();
  server.socket.accept();
  await settle();
  assert.deepEqual(
    server.socket.asked().map(({ method }) => method).sort(), ['message:send', 'sync']);
  await server.socket.acknowledge(1);
  assert.equal((await sent).seq, 1);
});

test('a send is never given up, a call is', async () => {
  const { server, clock, client } = given();
  const sent = fate(client.send('c', 'patient'));
  const called = fate(client.call('message:edit', { messageId: 'd:1', content: {} }));
  client.connect();
  await settle();
  for (let i = 0; i < 10; i++) {
    server.socket.cut();
    await clock.pass(30_000);
  }
  assert.equal(called(), 'timeout');
  assert.equal(sent(), 'pending');
});

test('no answer in time is asked again, on a new connection if nothing was heard', async () => {
  const { server, clock, client } = await connected();
  client.send('c', 'c1');
  await clock.pass(15_000);
  assert.equal(server.sockets.length, 2);
  await server.ready();
  await clock.pass(200);
  assert.deepEqual(texts(server.socket), ['c1']);
});

test('no answer in time is asked again on the same connection if others were heard', async () => {
  const { server, clock, client } = await connected();
  client.send('c', 'c1');
  await clock.pass(10_000);
  server.socket.tell('typing:start', { conversationId: 'c', userId: 'bob', seconds: 5 });
  await clock.pass(5_000 + 200);
  assert.equal(server.sockets.length, 1);
  assert.deepEqual(texts(server.socket), ['c1', 'c1']);
});

test('faults of the server are not asked for for ever', async () => {
  const { server, clock, client } = await connected();
  const sent = fate(client.send('c', 'poison'));
  const next = client.send('c', 'next');
  for (let i = 0; i < 5; i++) {
    await server.socket.refuse('message:send', 'internal', true);
    await clock.pass(10_000);
  }
  assert.equal(sent(), 'internal');
  await server.socket.acknowledge(1);
  assert.equal((await next).seq, 1);
});

test('typing is not sent again', async () => {
  const { server, client } = await connected();
  const typing = client.call('typing:start', { conversationId: 'c' });
  server.socket.cut();
  await assert.rejects(typing, { code: 'disconnected' });
  await assert.rejects(
    client.call('typing:start', { conversationId: 'c' }), { code: 'disconnected' });
});

test('commands about messages keep the order of their conversation, queries do not wait', async () => {
  const { server, client } = await connected();
  client.send('c', 'one');
  client.call('message:react', { messageId: 'c:1', emoji: '👍' });
  client.history('c', { limit: 10 });
  assert.deepEqual(
    server.socket.asked().map(({ method }) => method), ['message:send', 'history']);
  await server.socket.acknowledge(1);
  assert.deepEqual(
    server.socket.asked().map(({ method }) => method), ['history', 'message:react']);
});

test('a group is named, so that its creation can be sent again', async () => {
  const { server, client } = await connected();
  client.call('conversation:create', { type: 'group', memberIds: ['bob'] });
  client.call('conversation:create', { type: 'direct', memberIds: ['bob'] });
  const [group, direct] = server.socket.asked('conversation:create');
  assert.match(group.params.clientConversationId, /^[0-9a-f]{32}$/);
  assert.deepEqual(direct.params, { type: 'direct', memberIds: ['bob'] });
});

test('not more than so many requests are under way, and wait', async () => {
  const { server, client } = await connected({ maxInFlight: 2, maxWaiting: 3 });
  for (const id of ['a', 'b', 'c']) {
    client.send(id, id);
  }
  await assert.rejects(client.send('d', 'd'), { code: 'overloaded', retryable: true });
  assert.deepEqual(texts(server.socket), ['a', 'b']);
  await server.socket.acknowledge(1);
  assert.deepEqual(texts(server.socket), ['b', 'c']);
});
