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
