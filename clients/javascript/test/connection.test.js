import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../src/backoff.js';
import { ParleyError } from '../src/parley.js';
import { settle } from './clock.js';
import { connected, given } from './given.js';

const states = (told) => told('status').map(({ state }) => state);

test('connect uses the subprotocols and a token of its own for each attempt', async () => {
  let tokens = 0;
  const { server, clock } = await connected({ getToken: async () => `t${++tokens}` });
  assert.equal(server.socket.url, 'ws://gateway/ws');
  assert.deepEqual(server.socket.protocols, ['parley.v1', 'bearer.t1']);

  server.socket.cut();
  await clock.pass(500);

  assert.deepEqual(server.socket.protocols, ['parley.v1', 'bearer.t2']);
});

test('where there is no class of WebSockets, the client says so at once', () => {
  assert.throws(() => given({ webSocket: undefined }), /TypeError: no WebSocket here.*option webSocket/);
});

test('the address may be another one at each attempt', async () => {
  let attempts = 0;
  const { server, clock } = await connected({ url: () => `ws://gateway-${++attempts}/ws` });
  server.socket.cut();
  await clock.pass(500);

  assert.deepEqual(server.sockets.map(({ url }) => url), ['ws://gateway-1/ws', 'ws://gateway-2/ws']);
});

test('status tells connecting, catching up and online', async () => {
  const { told, client } = await connected();

  assert.deepEqual(states(told), ['connecting', 'catching-up', 'online']);
  assert.equal(client.status.state, 'online');
  assert.equal(client.userId, 'ann');
});

test('waits grow exponentially to a limit, and jitter is full', () => {
  const most = new Backoff(500, 30_000, () => 1);
  assert.deepEqual(
    [1, 2, 3, 7, 50].map((attempt) => most.delayMs(attempt)), [500, 1000, 2000, 30_000, 30_000]);
  assert.equal(new Backoff(500, 30_000, () => 0).delayMs(9), 0);
  assert.equal(new Backoff(500, 30_000, () => 0.5).delayMs(2), 500);
});

test('attempts that fail wait longer and longer, and ready begins anew', async () => {
  const { server, clock, client, told } = given();
  client.connect();
  for (const wait of [500, 1000, 2000]) {
    await settle();
    const before = server.sockets.length;
    server.socket.cut();
    assert.equal(told('status').at(-1).retryInMs, wait);
    await clock.pass(wait - 1);
    assert.equal(server.sockets.length, before);
    await clock.pass(1);
    assert.equal(server.sockets.length, before + 1);
  }
  await server.ready();
  server.socket.cut();
  assert.equal(told('status').at(-1).retryInMs, 500);
});

test('a connection that does not become ready is given up', async () => {
  const { server, clock, client, told } = given();
  client.connect();
  await settle();
  await clock.pass(15_000);

  assert.equal(server.socket.closedWith, 4900);
  assert.equal(told('status').at(-1).state, 'offline');
  await clock.pass(500);
  assert.equal(server.sockets.length, 2);
});

for (const code of [1001, 1006, 1011, 4001, 4002, 4004]) {
  test(`close code ${code} is followed by another connection`, async () => {
    const { server, clock } = await connected();
    server.socket.cut(code);
    await clock.pass(500);
    assert.equal(server.sockets.length, 2);
  });
}

for (const [code, reason] of [[1008, 'policy'], [4003, 'session_revoked'], [4005, 'too_many_connections']]) {
  test(`close code ${code} is the end`, async () => {
    const { server, clock, told } = await connected();
    server.socket.cut(code);
    await clock.pass(1e9);
    assert.equal(server.sockets.length, 1);
    assert.deepEqual(told('status').at(-1), { state: 'closed', code, reason });
    assert.equal(clock.waiting, 0);
  });
}

test('session:revoked is the end, and told', async () => {
  const { server, clock, client, told } = await connected();
  const revoked = [];
  client.on('session:revoked', (params) => revoked.push(params));
  server.socket.tell('session:revoked', { reason: 'stolen' });
  await clock.pass(1e9);

  assert.deepEqual(revoked, [{ reason: 'stolen' }]);
  assert.equal(server.socket.closedWith, 1000);
  assert.equal(server.sockets.length, 1);
  assert.deepEqual(
    told('status').at(-1), { state: 'closed', reason: 'session_revoked', message: 'stolen' });
});

test('reconnect is obeyed within its time, with jitter, and what waits is sent again', async () => {
  const { server, clock, client } = await connected({ random: () => 0.5 });
  const sent = client.send('c', 'hello');
  server.socket.tell('reconnect', { withinMillis: 20_000 });
  await clock.pass(9_999);
  assert.equal(server.sockets.length, 1);
  await clock.pass(1);
  assert.equal(server.sockets.length, 2);
  assert.equal(server.sockets[0].closedWith, 4900);
  await server.ready();
  await server.socket.acknowledge(1);
  assert.equal((await sent).seq, 1);
});

test('a token that cannot be had now is asked for again', async () => {
  let asked = 0;
  const { server, clock, client } = given({
    getToken: async () => {
      if (++asked === 1) {
        throw new Error('no network');
      }
      return 'token';
    },
  });
  client.connect();
  await settle();
  assert.equal(server.sockets.length, 0);
  await clock.pass(500);
  assert.equal(server.sockets.length, 1);
});

test('a token that will never be had is the end', async () => {
  const { clock, client, told } = given({
    getToken: async () => {
      throw new ParleyError('signed_out', 'sign in again', false);
    },
  });
  client.connect();
  await settle();
  assert.equal(told('status').at(-1).reason, 'signed_out');
  assert.equal(clock.waiting, 0);
});

test('a silently dead connection is noticed when nothing else comes', async () => {
  const { server, clock } = await connected();
  await clock.pass(25_000);
  assert.equal(server.socket.asked('typing:stop').length, 1);
  await server.socket.answer('typing:stop', {});
  await clock.pass(25_000 + 25_000);
  assert.equal(server.sockets.length, 2, 'no answer this time');
  assert.equal(server.sockets[0].closedWith, 4900);
});

test('what an old connection still says is not heard', async () => {
  const { server, clock, client, told } = await connected();
  client.reconnect();
  await settle();
  server.sockets[0].onmessage({ data: JSON.stringify({ method: 'message:new', params: {} }) });
  server.sockets[0].onclose({ code: 4003 });
  await server.ready();
  await clock.pass(1);

  assert.equal(server.sockets.length, 2);
  assert.deepEqual(told('message'), []);
  assert.equal(client.status.state, 'online');
});

test('close ends it, and connect begins anew', async () => {
  const { server, clock, client, told } = await connected();
  const sent = client.send('c', 'hello');
  client.close();
  await assert.rejects(sent, { code: 'closed' });
  assert.equal(told('status').at(-1).state, 'closed');
  assert.equal(clock.waiting, 0);
  client.connect();
  await server.ready();
  assert.equal(client.status.state, 'online');
});
