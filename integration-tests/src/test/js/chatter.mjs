// People who chat through the JavaScript client as fast as they are answered. The first line of
// stdin says who: {"client": path of the client, "conversationId", "people": [{"user", "gateways",
// "token"}]}; each connects to its gateways in turn. Then the line "stop" ends the sending. What
// happens is told in lines of JSON: {"stored": n} as it grows, and at the end {"log": {user: ["seq
// text", …]}} each time when it has grown.
import { createInterface } from 'node:readline';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { client: path, conversationId, people } = JSON.parse((await lines.next()).value);
const { ParleyClient } = await import(path);

const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const log = {};
let stored = 0;
let stopped = false;

function connect({ user, gateways, token }) {
  let attempt = 0;
  const client = new ParleyClient({
    url: () => gateways[attempt++ % gateways.length],
    getToken: async () => token,
    positions: { [conversationId]: 0 },
    reconnectMaxMs: 2000,
    requestTimeoutMs: 8000,
  });
  log[user] = [];
  client.on('message', ({ seq, content }) => log[user].push(`${seq} ${content.text}`));
  client.connect();
  return client;
}

async function chatter(client, user) {
  for (let i = 1; !stopped; i++) {
    await client.send(conversationId, `${user} ${i}`);
    stored++;
  }
}

const sending = people.map((one) => chatter(connect(one), one.user));
const progress = setInterval(() => tell({ stored }), 100);
await lines.next();
stopped = true;
await Promise.all(sending);
clearInterval(progress);
tell({ stored });
setInterval(() => tell({ log }), 500);
