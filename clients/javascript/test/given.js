import { ParleyClient } from '../src/parley.js';
import { Clock } from './clock.js';
import { FakeServer } from './fake-server.js';

/** A client, its server and its time; `log` has what the client told, as [event, value]. */
export function given(options = {}) {
  const server = new FakeServer();
  const clock = new Clock();
  const client = new ParleyClient({
    url: 'ws://gateway/ws',
    getToken: async () => 'token',
    webSocket: server.webSocket,
    timers: clock.timers,
    random: () => 1,
    ...options,
  });
  const log = [];
  for (const event of ['message', 'status', 'synced', 'added', 'gone', 'failed']) {
    client.on(event, (value) => log.push([event, value]));
  }
  const told = (event) => log.filter(([name]) => name === event).map(([, value]) => value);
  return { server, clock, client, told, seqs: () => told('message').map(({ seq }) => seq) };
}

/** The same, connected and with nothing missed. */
export async function connected(options = {}, page = {}) {
  const all = given(options);
  all.client.connect();
  await all.server.ready(page);
  return all;
}
