import { settle } from './clock.js';

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

/**
 * A gateway that does what a test says: `webSocket` is the class that clients connect with, and
 * `sockets` are their connections, the latest last.
 */
export class FakeServer {
  sockets = [];

  constructor() {
    const { sockets } = this;
    this.webSocket = class extends FakeSocket {
      constructor(url, protocols) {
        super(url, protocols);
        sockets.push(this);
      }
    };
  }

  get socket() {
    return this.sockets.at(-1);
  }

  /** The latest connection is accepted, and its first sync answered. */
  async ready(page = {}) {
    await settle();
    this.socket.accept();
    await settle();
    await this.socket.answer('sync', syncPage(page));
  }
}

/** An answer to `sync`. */
export function syncPage(page = {}) {
  return { messages: [], positions: {}, more: [], added: [], gone: [], ...page };
}

/** A message as `history` and `sync` show it. */
export function message(conversationId, seq, more = {}) {
  const messageId = `${conversationId}:${seq}`;
  const content = { type: 'text', text: `text ${seq}` };
  return { conversationId, messageId, seq, senderId: 'bob', clientMessageId: `m${seq}`, content,
    version: 1, ...more };
}

class FakeSocket {
  readyState = CONNECTING;
  frames = [];
  closedWith = undefined;

  constructor(url, protocols) {
    this.url = url;
    this.protocols = protocols;
  }

  // What the client calls.

  send(text) {
    this.frames.push(JSON.parse(text));
  }

  close(code) {
    this.readyState = CLOSED;
    this.closedWith = code;
  }

  // What the test calls.

  accept(userId = 'ann') {
    this.readyState = OPEN;
    this.tell('ready', { sessionId: 's', userId, nodeId: 'n', heartbeatSeconds: 25 });
  }

  tell(method, params) {
    this.onmessage({ data: JSON.stringify({ jsonrpc: '2.0', method, params }) });
  }

  /** The requests that were not answered yet. */
  asked(method) {
    return this.frames.filter((frame) => method === undefined || frame.method === method);
  }

  /** Answers the oldest request of that method. */
  answer(method, result) {
    return this.#respond(method, { result });
  }

  refuse(method, code, retryable, more = {}) {
    const data = { code, retryable, ...more };
    return this.#respond(method, { error: { code: -32000, message: `refused: ${code}`, data } });
  }

  /** Acknowledges the oldest send. */
  acknowledge(seq) {
    const { conversationId } = this.asked('message:send')[0].params;
    return this.answer('message:send', {
      conversationId, messageId: `${conversationId}:${seq}`, seq, sentAt: '2026-11-21T18:06:33.102Z',
    });
  }

  cut(code = 1006, reason = '') {
    this.readyState = CLOSED;
    this.onclose({ code, reason });
  }

  async #respond(method, response) {
    const index = this.frames.findIndex((frame) => frame.method === method);
    if (index < 0) {
      throw new Error(`nobody asked ${method}, but ${this.frames.map((frame) => frame.method)}`);
    }
    const [{ id }] = this.frames.splice(index, 1);
    this.onmessage({ data: JSON.stringify({ jsonrpc: '2.0', id, ...response }) });
    await settle();
  }
}
