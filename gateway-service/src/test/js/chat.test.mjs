import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat } from '../../main/resources/page/chat.js';
import { FakeClient, message } from './given.mjs';

/** A conversation of 120 messages, with a page of its end read. */
async function opened() {
  const client = new FakeClient();
  const members = ['ann', 'bob', 'cem'].map((userId) => ({ userId, readSeq: 0, deliveredSeq: 0 }));
  client.answers = {
    'conversation:members': { members },
    history: ({ beforeSeq = 121, limit }) => {
      const first = Math.max(1, beforeSeq - limit);
      const messages = Array.from({ length: beforeSeq - first }, (_, i) => message(first + i));
      return { messages, moreBefore: first > 1 };
    },
  };
  const chat = new Chat(client, 'c', () => {});
  await chat.refresh();
  return { client, chat, seqs: () => chat.messages.map(({ seq }) => seq) };
}

test('the end is read first, and older pages until the beginning', async () => {
  const { chat, seqs } = await opened();
  assert.deepEqual([seqs()[0], seqs().at(-1), seqs().length], [71, 120, 50]);
  assert.equal(chat.moreBefore, true);
  await chat.older();
  await chat.older();
  assert.deepEqual(seqs(), Array.from({ length: 120 }, (_, i) => i + 1));
  assert.equal(chat.moreBefore, false);
  await chat.older();
  assert.equal(seqs().length, 120);
});

test('a page is asked for once at a time', async () => {
  const { client, chat } = await opened();
  const before = client.calls.length;
  await Promise.all([chat.older(), chat.older(), chat.older()]);
  assert.equal(client.calls.length, before + 1);
});

test('what is known of a message never becomes older', async () => {
  const { chat } = await opened();
  chat.put(message(120, { version: 3, content: { type: 'text', text: 'edited twice' } }));
  chat.put(message(120, { version: 2, content: { type: 'text', text: 'edited once' } }));
  await chat.refresh();
  assert.equal(chat.messages.at(-1).content.text, 'edited twice');
});

test('a change of a message that was not read is not shown', async () => {
  const { chat, seqs } = await opened();
  chat.edited(message(3, { version: 2 }));
  assert.equal(seqs()[0], 71);
});

test('reactions are counted by their version, each once', async () => {
  const { chat } = await opened();
  const reaction = (version, userId, removed = false) =>
    chat.reacted({ seq: 120, version, userId, emoji: '👍', removed });
  reaction(2, 'bob');
  reaction(2, 'bob');
  reaction(3, 'ann');
  assert.deepEqual(
    chat.messages.at(-1).reactions, [{ emoji: '👍', userIds: ['bob', 'ann'], count: 2 }]);
  reaction(4, 'bob', true);
  reaction(5, 'ann', true);
  assert.deepEqual(chat.messages.at(-1).reactions, []);
});

test('receipts are those of the others, and never go back', async () => {
  const { chat } = await opened();
  chat.reached('bob', 'readSeq', 10);
  chat.reached('bob', 'readSeq', 9);
  chat.reached('cem', 'deliveredSeq', 12);
  chat.reached('ann', 'readSeq', 12);
  assert.deepEqual(chat.receipts(10), { others: 2, read: ['bob'], delivered: ['bob', 'cem'] });
  assert.deepEqual(chat.receipts(12), { others: 2, read: [], delivered: ['cem'] });
});

test('what is being sent comes last, and is the message once that is there', async () => {
  const { client, chat } = await opened();
  client.answers['message:send'] = {};
  const sending = chat.send('mine');
  const [{ seq, clientMessageId }] = chat.messages.slice(-1);
  assert.equal(seq, undefined);
  chat.put(message(121, { senderId: 'ann', clientMessageId }));
  await sending;
  assert.deepEqual(chat.messages.slice(-2).map((one) => one.seq), [120, 121]);
});

test('what could not be sent says why', async () => {
  const { client, chat } = await opened();
  client.answers['message:send'] = new Error('not a member');
  await chat.send('mine');
  assert.equal(chat.messages.at(-1).failed, 'not a member');
});

test('what has expired goes', async () => {
  const { chat, seqs } = await opened();
  chat.expired(119);
  assert.deepEqual(seqs(), [119, 120]);
  assert.equal(chat.moreBefore, false);
});
