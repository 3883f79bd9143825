import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Inbox } from '../../main/resources/page/inbox.js';
import { FakeClient, message, mine } from './given.mjs';

async function inbox(...conversations) {
  const client = new FakeClient();
  client.answers['conversation:list'] = { conversations };
  const all = new Inbox(client, () => {});
  await all.refresh();
  return { client, all, ids: () => all.all.map(({ conversation }) => conversation.conversationId) };
}

test('the conversation with the latest message is first', async () => {
  const { all, ids } = await inbox(mine('b', 0, 0), mine('c', 0, 0));
  all.message(message(1, { sentAt: '2026-02-02' }));
  assert.deepEqual(ids(), ['c', 'b']);
});

test('what is pinned comes first, whatever is newer', async () => {
  const { client, ids } = await inbox(
    mine('a', 0, 0), mine('b', 0, 0, { pinned: true }), mine('c', 0, 0));
  client.tell('conversation:created', { ...mine('new', 0, 0), conversationId: 'new' });
  assert.equal(ids()[0], 'b');
  const settings = { muted: false, archived: false, revision: 2 };
  client.tell('membership:changed', { conversationId: 'b', pinned: false, ...settings });
  client.tell('membership:changed', { conversationId: 'c', pinned: true, ...settings });
  assert.equal(ids()[0], 'c');
});

test('settings never become older, whoever tells them', async () => {
  const { client, all } = await inbox(mine('c', 0, 0));
  const tell = (revision, more) => client.tell(
    'membership:changed', { conversationId: 'c', muted: false, pinned: false, archived: false, revision, ...more });
  tell(3, { muted: true });
  tell(2, { pinned: true });
  assert.deepEqual([all.get('c').muted, all.get('c').pinned], [true, false]);
  await all.refresh();
  assert.equal(all.get('c').muted, true);
  client.tell('chat:update', {
    conversationId: 'c', change: 'updated', members: [],
    conversation: { ...mine('c', 0, 0).conversation, title: 'new', revision: 5 },
  });
  assert.deepEqual([all.get('c').muted, all.title(all.get('c'))], [true, 'new']);
  tell(4, { muted: false });
  assert.equal(all.get('c').muted, false);
  all.settings({ conversationId: 'c', muted: true, pinned: true, archived: false, revision: 6 });
  assert.deepEqual([all.get('c').muted, all.get('c').pinned], [true, true]);
});

test('a newer answer has the settings of now', async () => {
  const { client, all } = await inbox(mine('c', 0, 0));
  client.tell('membership:changed', { conversationId: 'c', muted: true, archived: false, revision: 3 });
  const now = mine('c', 0, 0, { muted: false, pinned: true });
  now.conversation.revision = 4;
  client.answers['conversation:list'] = { conversations: [now] };
  await all.refresh();
  assert.deepEqual([all.get('c').muted, all.get('c').pinned], [false, true]);
});

test('what is archived goes, and comes back', async () => {
  const { client, ids } = await inbox(mine('c', 3, 0));
  client.answers['conversation:get'] = mine('c', 3, 0);
  const tell = (archived, revision) =>
    client.tell('membership:changed', { conversationId: 'c', muted: false, pinned: false, archived, revision });
  tell(true, 0);
  assert.deepEqual(ids(), ['c']);
  tell(true, 2);
  assert.deepEqual(ids(), []);
  tell(true, 2);
  tell(false, 3);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(ids(), ['c']);
});

test('unread altogether leaves out what is muted', async () => {
  const { all } = await inbox(
    mine('a', 4, 1), mine('b', 5, 0, { muted: true }), mine('c', 2, 0, { pinned: true }));
  assert.equal(all.unreadOfAll, 5);
});

test('what has expired is not unread', async () => {
  const { client, all } = await inbox(mine('c', 10, 2));
  client.tell('messages:expired', { conversationId: 'c', firstSeq: 8 });
  client.tell('messages:expired', { conversationId: 'c', firstSeq: 5 });
  client.tell('messages:expired', { conversationId: 'unknown', firstSeq: 5 });
  assert.equal(all.unread(all.get('c')), 3);
});

test('unread is what is beyond the read position, and who writes has read', async () => {
  const { client, all } = await inbox(mine('c', 4, 1));
  const unread = () => all.unread(all.get('c'));
  assert.equal(unread(), 3);
  all.message(message(5));
  assert.equal(unread(), 4);
  client.tell('read:receipt', { conversationId: 'c', userId: 'bob', seq: 5 });
  assert.equal(unread(), 4);
  client.tell('read:receipt', { conversationId: 'c', userId: 'ann', seq: 4 });
  assert.equal(unread(), 1);
  all.message(message(6, { senderId: 'ann' }));
  assert.equal(unread(), 0);
});

test('a list that was read earlier takes nothing back', async () => {
  const { all } = await inbox(mine('c', 1, 1));
  all.message(message(2));
  all.read('c', 2);
  await all.refresh();
  assert.deepEqual([all.get('c').conversation.lastSeq, all.get('c').readSeq], [2, 2]);
  assert.equal(all.get('c').lastMessage.seq, 2);
});

test('a conversation that is not known is asked for once', async () => {
  const { client, all } = await inbox();
  client.answers['conversation:get'] = mine('c', 3, 0);
  all.message(message(2));
  all.message(message(3));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(client.calls.filter(([method]) => method === 'conversation:get').length, 1);
  assert.equal(all.unread(all.get('c')), 3);
});

test('who is removed has it no more, who stays has its new title', async () => {
  const { client, all, ids } = await inbox(mine('a', 0, 0), mine('b', 0, 0));
  const update = (conversationId, change, members, revision = 2) => client.tell('chat:update', {
    conversationId, change, members,
    conversation: { ...mine(conversationId, 0, 0).conversation, title: 'new', revision },
  });
  update('a', 'members_removed', [{ userId: 'ann' }]);
  update('b', 'updated', []);
  assert.deepEqual(ids(), ['b']);
  assert.equal(all.title(all.get('b')), 'new');
  update('b', 'deleted', [], 3);
  assert.deepEqual(ids(), []);
});

test('a direct conversation is called as the other one', async () => {
  const { all } = await inbox(mine('c', 0, 0, { memberIds: ['ann', 'bob'] }));
  all.get('c').conversation.type = 'direct';
  assert.equal(all.title(all.get('c')), 'bob');
  assert.equal(all.other(all.get('c')), 'bob');
});
