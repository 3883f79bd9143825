import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptToken } from '../../main/resources/page/kept-token.js';

class Storage {
  #items = new Map();

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, value) {
    this.#items.set(key, value);
  }

  removeItem(key) {
    this.#items.delete(key);
  }
}

/** A gateway that gives each its own token. */
function gateway({ status = 200, expiresInSeconds = 3600, sessions = true } = {}) {
  const asked = [];
  const storage = new Storage();
  const answers = { status };
  const fetch = async (path, request) => {
    asked.push([request.method, path, request]);
    const number = asked.filter(([, to]) => to === '/dev/token').length;
    const body = { token: `t${number}`, expiresInSeconds, ...(sessions && { sessionId: `s${number}` }) };
    return { ok: answers.status < 300, status: answers.status, json: async () => body };
  };
  return { asked, answers, made: () => new KeptToken(storage, fetch) };
}

test('a token is asked for once, and kept while the page is read anew', async () => {
  const { asked, made } = gateway();
  const kept = made();
  assert.deepEqual(await Promise.all([kept.of('ann'), kept.of('ann')]), ['t1', 't1']);
  assert.equal(await kept.of('ann'), 't1');
  assert.equal(await made().of('ann'), 't1');
  assert.equal(asked.length, 1);
  assert.equal(asked[0][2].body, '{"user":"ann"}');
});

test('another name has another token', async () => {
  const { made } = gateway();
  const kept = made();
  const both = await Promise.all([kept.of('ann'), kept.of('bob')]);
  assert.deepEqual(both, ['t1', 't2']);
});

test('a token that is about to end is not used any more', async () => {
  const { made } = gateway({ expiresInSeconds: 59 });
  const kept = made();
  assert.equal(await kept.of('ann'), 't1');
  assert.equal(await kept.of('ann'), 't2');
});

test('a gateway that gives none is asked again', async () => {
  const { answers, made } = gateway({ status: 404 });
  const kept = made();
  await assert.rejects(kept.of('ann'), { status: 404 });
  answers.status = 200;
  assert.equal(await kept.of('ann'), 't2');
});

test('a token is kept unless the gateway refuses it', async () => {
  const { asked, answers, made } = gateway();
  const kept = made();
  await kept.check();
  assert.equal(asked.length, 0);
  await kept.of('ann');
  for (const status of [200, 503, 429]) {
    answers.status = status;
    await kept.check();
    assert.equal(await kept.of('ann'), 't1');
  }
  assert.equal(asked.at(-1)[2].headers.Authorization, 'Bearer t1');
  answers.status = 401;
  await kept.check();
  answers.status = 200;
  assert.equal(await kept.of('ann'), 't2');
});

test('the end of a token is the end of its session', async () => {
  const { asked, made } = gateway();
  const kept = made();
  kept.end();
  assert.equal(asked.length, 0);
  await kept.of('ann');
  kept.end();
  const [method, path, { headers, keepalive }] = asked.at(-1);
  assert.deepEqual([method, path], ['DELETE', '/api/v1/sessions/s1']);
  assert.deepEqual([headers.Authorization, keepalive], ['Bearer t1', true]);
  assert.equal(await kept.of('ann'), 't2');
});

test('without a session there is none to end', async () => {
  const { asked, made } = gateway({ sessions: false });
  const kept = made();
  await kept.of('ann');
  kept.end();
  assert.equal(asked.length, 1);
});
