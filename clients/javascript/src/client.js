import { Connection } from './connection.js';
import { Conversations } from './conversations.js';
import { Emitter } from './emitter.js';
import { Presences } from './presences.js';
import { Requests } from './requests.js';

const SECOND = 1000;

/** What can be set; the README has the meanings. */
const DEFAULTS = {
  reconnectMinMs: 0.5 * SECOND,
  reconnectMaxMs: 30 * SECOND,
  readyWithinMs: 15 * SECOND,
  requestTimeoutMs: 15 * SECOND,
  retryMinMs: 0.2 * SECOND,
  retryMaxMs: 10 * SECOND,
  giveUpAfterMs: 60 * SECOND,
  maxWaiting: 1000,
  maxInFlight: 64,
  maxEarly: 256,
  holeWaitMs: 0.1 * SECOND,
  random: Math.random,
  timers: {
    set: (task, ms) => setTimeout(task, ms),
    clear: (timer) => clearTimeout(timer),
    now: () => performance.now(),
  },
};

/** Questions, which have no order with the commands. */
const QUERIES = new Set([
  'conversation:get', 'conversation:list', 'conversation:unread', 'conversation:members',
  'message:scheduled', 'history', 'sync', 'search', 'presence:get',
]);

/**
 * A user's connection to Parley. `message` events come once per message and in the order of each
 * conversation, own messages included, whatever breaks in between.
 */
export class ParleyClient {
  #options;
  #connection;
  #requests;
  #conversations;
  #presences;
  #emitter = new Emitter();
  #pulse = null;
  #status = { state: 'closed', reason: 'not_opened' };

  /** @param {import('../parley.d.ts').ParleyOptions} options */
  constructor(options) {
    this.#options = { ...DEFAULTS, webSocket: globalThis.WebSocket, ...options };
    if (this.#options.webSocket === undefined) {
      throw new TypeError('no WebSocket here: use Node.js 22 or newer, or the option webSocket');
    }
    this.#connection = new Connection(this.#options, {
      ready: (params) => this.#ready(params),
      notification: (method, params) => this.#notified(method, params),
      response: (frame) => this.#requests.answered(frame),
      down: () => this.#down(),
      status: (status) => this.#became(status),
    });
    this.#requests = new Requests(this.#connection, this.#options);
    this.#conversations = new Conversations(
      (positions) =>
        this.#requests.submit('sync', { positions }, { retry: true, maxFaults: Infinity }),
      (event, value) => this.#emit(event, value),
      this.#options);
    this.#presences = new Presences(
      (userIds) =>
        this.#requests.submit('presence:watch', { userIds }, { retry: true, maxFaults: Infinity }),
      (event, value) => this.#emit(event, value));
  }

  /** Where the connection stands: see the `status` event. */
  get status() {
    return this.#status;
  }

  /** The user that the gateway knows us as; undefined before the first `ready`. */
  userId;

  /** Connects, and stays connected. Returns at once; `status` events tell what comes of it. */
  connect() {
    this.#connection.open();
  }

  /** Leaves for a new connection at once, such as when the network is back. */
  reconnect() {
    this.#connection.reconnect();
  }

  /** Ends it; what waits for an answer fails with the code `closed`. */
  close() {
    this.#connection.close();
  }

  /** @returns {() => void} takes the listener off again */
  on(event, listener) {
    return this.#emitter.on(event, listener);
  }

  /** Conversation to the last message that was handed out; for the option `positions`. */
  positions() {
    return this.#conversations.positions();
  }

  /**
   * Sends a message, again and again until it is stored or refused; those of one conversation are
   * stored in the order of the calls.
   */
  async send(conversationId, content, extra = {}) {
    const params = {
      conversationId,
      clientMessageId: extra.clientMessageId ?? newId(),
      content: typeof content === 'string' ? { type: 'text', text: content } : content,
      replyToSeq: extra.replyToSeq,
      mentions: extra.mentions,
    };
    const how = { lane: conversationId, retry: true };
    const accepted = await this.#requests.submit('message:send', params, how);
    this.#conversations.message({ ...params, ...accepted, senderId: this.userId });
    return accepted;
  }

  /** A page of the history: see the server's method `history`. */
  history(conversationId, page = {}) {
    return this.call('history', { conversationId, ...page });
  }

  /** How much is unread altogether, for a badge: see the server's method `conversation:unread`. */
  unread() {
    return this.call('conversation:unread');
  }

  /** From now on, `presence` events tell how these users are, over every loss of a connection. */
  watch(userIds) {
    this.#presences.watch(userIds);
  }

  /** These users no longer. */
  unwatch(userIds) {
    const watched = this.#presences.unwatch(userIds);
    if (watched.length > 0) {
      // Not worth a second try: a new connection watches nobody but those who are wanted.
      this.#requests.submit('presence:unwatch', { userIds: watched }).catch(() => {});
    }
  }

  /** How a user who is watched is, or oneself; undefined when that is not known. */
  presence(userId) {
    return this.#presences.of(userId);
  }

  /**
   * Calls any method. Sent again after a lost connection and where the server says that this can
   * help, for up to `giveUpAfterMs`; typing is not.
   */
  async call(method, params = {}) {
    const result = await this.#requests.submit(method, ...this.#how(method, params));
    if (method === 'conversation:create') {
      this.#created(result);
    } else if (method === 'conversation:list') {
      result.conversations.forEach(({ conversation: { conversationId, lastSeq } }) =>
        this.#conversations.knownUpTo(conversationId, lastSeq));
    } else if (method === 'presence:set') {
      this.#presences.sawOneself(result);
    }
    return result;
  }

  #how(method, params) {
    if (method.startsWith('typing:')) {
      return [params, {}];
    }
    const how = { retry: true, giveUpAfterMs: this.#options.giveUpAfterMs };
    if (method === 'conversation:create' && params.type !== 'direct') {
      return [{ clientConversationId: newId(), ...params }, how];
    }
    return [params, QUERIES.has(method) ? how : { ...how, lane: laneOf(method, params) }];
  }

  #ready(params) {
    this.userId = params.userId;
    this.#listenForLife(params.heartbeatSeconds * SECOND);
    this.#became({ state: 'catching-up' });
    this.#conversations.sync();
    this.#presences.askAgain();
    this.#requests.up();
  }

  #down() {
    this.#options.timers.clear(this.#pulse);
    this.#requests.down();
  }

  /**
   * A connection that is silently dead is noticed by a question without an answer. A browser does
   * not show the server's pings, so when nothing else comes, something is asked that costs nothing:
   * the gateway itself answers a stop of typing that never started.
   */
  #listenForLife(everyMs) {
    const { timers } = this.#options;
    this.#pulse = timers.set(() => {
      if (timers.now() - this.#connection.lastFrameAt >= everyMs) {
        this.#requests.submit('typing:stop', { conversationId: 'none' }).catch(() => {});
      }
      this.#listenForLife(everyMs);
    }, everyMs);
  }

  #notified(method, params) {
    const conversations = this.#conversations;
    switch (method) {
      case 'message:new':
        conversations.message(params);
        return;
      case 'resync':
        this.#became({ state: 'catching-up' });
        conversations.sync();
        this.#presences.askAgain();
        break;
      case 'user:status':
        this.#saw(params);
        break;
      case 'conversation:created':
        this.#created(params);
        return;
      case 'chat:update':
        this.#updated(params);
        break;
      case 'message:edit':
      case 'message:delete':
      case 'message:pin':
        conversations.changed(params.message);
        break;
      case 'messages:expired':
        conversations.expired(params.conversationId, params.firstSeq);
        break;
      default:
    }
    this.#emit(method, params);
  }

  #saw(view) {
    if (view.userId === this.userId) {
      this.#presences.sawOneself(view);
    } else {
      this.#presences.saw(view);
    }
  }

  #created(created) {
    if (created.created) {
      this.#conversations.created(created.conversationId);
    } else {
      this.#conversations.knownUpTo(created.conversationId, created.conversation.lastSeq);
    }
    this.#emit('conversation:created', created);
  }

  #updated({ conversationId, change, members = [] }) {
    const left = members.some(({ userId, role }) => userId === this.userId && role == null);
    if (left || change === 'deleted') {
      this.#conversations.forget(conversationId);
    }
  }

  #became(status) {
    this.#status = status;
    if (status.state === 'closed') {
      this.#requests.close();
      this.#conversations.close();
    }
    this.#emit('status', status);
  }

  #emit(event, value) {
    if (event === 'synced' && this.#status.state === 'catching-up') {
      this.#became({ state: 'online' });
    }
    this.#emitter.emit(event, value);
  }
}

/** The commands of a conversation keep their order, and what one says of oneself. */
function laneOf(method, { conversationId, messageId }) {
  if (method === 'presence:set') {
    return method;
  }
  return conversationId ?? messageId?.slice(0, messageId.lastIndexOf(':'));
}

/** 128 random bits as letters and digits; also where the page is not served securely. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

