import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Presence } from '../../main/resources/page/presence.js';
import { FakeClient } from './given.mjs';

function presence(...views) {
  const client = new FakeClient();
  views.forEach((view) => client.views.set(view.userId, view));
  let changes = 0;
  const all = new Presence(client, () => changes++);
  return { client, all, changes: () => changes };
}

test('nobody is shown while nothing is known', () => {
  const { all } = presence();
  assert.equal(all.of('bob'), undefined);
  assert.equal(all.words('bob'), '');
});

test('who is shown is watched once, and again after a sync', () => {
  const { client, all } = presence();
  all.watch([undefined, 'bob', 'eve']);
  all.watch(['eve', 'bob']);
  all.watch(['eve', 'zoe']);
  assert.deepEqual(client.watched, [['bob', 'eve'], ['zoe']]);
  client.tell('synced', {});
  all.watch(['bob']);
  assert.deepEqual(client.watched.at(-1), ['bob']);
});

test('changes are shown', () => {
  const { client, all, changes } = presence({ userId: 'bob', status: 'away' });
  client.tell('presence', { userId: 'bob', status: 'away' });
  assert.equal(changes(), 1);
  assert.equal(all.of('bob'), 'away');
});

test('what is said of somebody has the text, and when the user was here last', () => {
  const { all } = presence(
    { userId: 'bob', status: 'dnd', text: 'writing' },
    { userId: 'eve', status: 'offline', lastSeen: new Date().toISOString() },
    { userId: 'zoe', status: 'offline', lastSeen: '2020-02-03T12:00:00Z' },
    { userId: 'new', status: 'offline' },
    { userId: 'odd', status: 'asleep' });
  assert.equal(all.words('bob'), 'do not disturb · writing');
  assert.match(all.words('eve'), /^offline · last seen [^,]+$/);
  assert.match(all.words('zoe'), /^offline · last seen .*3.*, .+$/);
  assert.equal(all.words('new'), 'offline');
  assert.equal(all.words('odd'), 'asleep');
});
