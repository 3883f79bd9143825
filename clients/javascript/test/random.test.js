import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conversation } from '../src/conversation.js';
import { message } from './fake-server.js';

/** A generator of random numbers that begins anew with its seed (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('whatever comes however often in whatever order, each is told once and in order', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = random(seed);
    const conversation = new Conversation(0, 1 + Math.floor(next() * 8));
    const told = [];
    const offer = (seq) =>
      told.push(...conversation.offer(message('c', seq)).map((one) => one.seq));
    for (let i = 0; i < 100; i++) {
      offer(1 + Math.floor(next() * 40));
    }
    while (conversation.lastSeq < 40) {
      offer(conversation.lastSeq + 1);
    }
    assert.deepEqual(told, Array.from({ length: 40 }, (_, i) => i + 1), `seed ${seed}`);
    assert.equal(conversation.hasHole, false);
  }
});

test('what was told already takes no room', () => {
  const conversation = new Conversation(0, 1);
  const told = [1, 1, 3, 2].flatMap((seq) => conversation.offer(message('c', seq)));
  assert.deepEqual(told.map(({ seq }) => seq), [1, 2, 3]);
});
