import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from './clock.js';
import { syncPage } from './fake-server.js';
import { connected, given } from './given.js';

const view = (userId, status, revision, more = {}) => ({ userId, status, revision, ...more });

/** Someone watches bob, who is online as of revision 5. */
async function watching(options) {
  const all = await connected(options);
  all.seen = [];
  all.client.on('presence', ({ userId, status }) => all.seen.push(`${userId} ${status}`));
  all.client.watch(['bob']);
  await all.server.socket.answer('presence:watch', { users: [view('bob', 'online', 5)] });
  return all;
}

async function reconnected({ server, clock }) {
  server.socket.cut();
  await clock.pass(1000);
  await server.ready();
}

test('whoever is watched is told, and remembered', async () => {
  const { seen, server, client } = await watching();
  assert.deepEqual(seen, ['bob online']);
  server.socket.tell('user:status', view('bob', 'away', 6, { text: 'out' }));
  assert.deepEqual(seen, ['bob online', 'bob away']);
  assert.equal(client.presence('bob').text, 'out');
  assert.equal(client.presence('eve'), undefined);
});

test('what is older than what is known is dropped', async () => {
  const { seen, server } = await watching();
  server.socket.tell('user:status', view('bob', 'away', 4));
  server.socket.tell('user:status', view('bob', 'away', 5));
  server.socket.tell('user:status', view('bob', 'dnd', 7));
  server.socket.tell('user:status', view('bob', 'offline', 6));
  assert.deepEqual(seen, ['bob online', 'bob dnd']);
});

test('a change that overtakes the answer stands', async () => {
  const { seen, server, client } = await watching();
  client.watch(['eve']);
  server.socket.tell('user:status', view('eve', 'online', 9));
  await server.socket.answer('presence:watch', { users: [view('eve', 'offline', 0)] });
  assert.deepEqual(seen, ['bob online', 'eve online']);
});

test('who is watched already is not asked about again', async () => {
  const { server, client } = await watching();
  client.watch(['bob']);
  await settle();
  assert.equal(server.socket.asked('presence:watch').length, 0);
  client.watch(['bob', 'eve']);
  assert.deepEqual(server.socket.asked('presence:watch')[0].params, { userIds: ['eve'] });
});

test('what is watched before there is a connection is asked with the first', async () => {
  const { server, client } = given();
  client.watch(['bob']);
  client.connect();
  await server.ready();
  assert.deepEqual(server.socket.asked('presence:watch')[0].params, { userIds: ['bob'] });
});

test('a new connection watches again, and believes what it is told', async () => {
  const all = await watching();
  await reconnected(all);
  const { server, seen } = all;
  await server.socket.answer('presence:watch', { users: [view('bob', 'offline', 0)] });
  assert.deepEqual(seen, ['bob online', 'bob offline']);
});

test('resync watches again', async () => {
  const { server, seen } = await watching();
  server.socket.tell('resync', {});
  await server.socket.answer('sync', syncPage());
  await server.socket.answer('presence:watch', { users: [view('bob', 'away', 8)] });
  assert.deepEqual(seen, ['bob online', 'bob away']);
});

test('a question that a lost connection cuts is asked again', async () => {
  const all = await connected();
  const { client, server } = all;
  client.watch(['bob']);
  await reconnected(all);
  await server.socket.answer('presence:watch', { users: [view('bob', 'online', 5)] });
  assert.equal(client.presence('bob').status, 'online');
});

test('it is asked until presence is back', async () => {
  const { client, server, clock } = await connected();
  client.watch(['bob']);
  for (let i = 0; i < 20; i++) {
    await server.socket.refuse('presence:watch', 'timeout', true);
    await clock.pass(10_000);
  }
  await server.socket.answer('presence:watch', { users: [view('bob', 'online', 5)] });
  assert.equal(client.presence('bob').status, 'online');
});

test('whoever is refused is not watched', async () => {
  const { client, server, seen } = await watching();
  client.watch(['eve', 'zoe']);
  const users = [view('eve', 'away', 3)];
  await server.socket.answer('presence:watch', { users, refused: ['zoe'] });
  server.socket.tell('resync', {});
  assert.deepEqual(seen, ['bob online', 'eve away']);
  assert.deepEqual(
    server.socket.asked('presence:watch')[0].params, { userIds: ['bob', 'eve'] });
});

test('a server that does not want to is told of and not asked again', async () => {
  const { client, server, clock } = await connected();
  const unwatched = [];
  client.on('unwatched', ({ userIds, failure }) => unwatched.push([userIds, failure.code]));
  client.watch(['bob']);
  await server.socket.refuse('presence:watch', 'method_not_found', false);
  assert.deepEqual(unwatched, [[['bob'], 'method_not_found']]);
  server.socket.cut();
  await clock.pass(1000);
  await server.ready();
  assert.equal(server.socket.asked('presence:watch').length, 0);
});

test('unwatch ends it', async () => {
  const all = await watching();
  const { client, server, seen } = all;
  client.unwatch(['bob', 'nobody']);
  assert.deepEqual(server.socket.asked('presence:unwatch')[0].params, { userIds: ['bob'] });
  server.socket.tell('user:status', view('bob', 'away', 9));
  assert.deepEqual(seen, ['bob online']);
  assert.equal(client.presence('bob'), undefined);
  client.unwatch(['bob']);
  assert.equal(server.socket.asked('presence:unwatch').length, 1);
  await reconnected(all);
  assert.equal(server.socket.asked('presence:watch').length, 0);
});

test('very many are asked about in parts', async () => {
  const { client, server } = await connected();
  const userIds = Array.from({ length: 1000 }, (_, i) => `u${i}`);
  client.watch(userIds);
  const asked = [];
  while (server.socket.asked('presence:watch').length > 0) {
    assert.equal(server.socket.asked('presence:watch').length, 1, 'one at a time');
    asked.push(...server.socket.asked('presence:watch')[0].params.userIds);
    await server.socket.answer('presence:watch', { users: [] });
  }
  assert.deepEqual(asked, userIds);
});

test('what one says of oneself is known by its answer, in the order of the calls', async () => {
  const { client, server, seen } = await watching();
  const first = client.call('presence:set', { status: 'away' });
  const second = client.call('presence:set', { status: 'invisible' });
  assert.equal(server.socket.asked('presence:set').length, 1, 'one at a time');
  await server.socket.answer('presence:set', view('ann', 'away', 1));
  await server.socket.answer('presence:set', view('ann', 'invisible', 2));
  assert.equal((await first).status, 'away');
  assert.equal((await second).status, 'invisible');
  assert.deepEqual(seen, ['bob online', 'ann away', 'ann invisible']);
  server.socket.tell('user:status', view('ann', 'dnd', 3));
  assert.equal(client.presence('ann').status, 'dnd');
});

test('nothing is asked after the end, unless it is not the end', async () => {
  const { client, server, clock } = await watching();
  client.watch(['eve']);
  client.close();
  await clock.pass(60_000);
  assert.equal(clock.waiting, 0);
  assert.equal(server.sockets.length, 1);
  client.connect();
  await server.ready();
  assert.deepEqual(
    server.socket.asked('presence:watch')[0].params, { userIds: ['bob', 'eve'] });
});
