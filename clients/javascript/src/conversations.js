import { Backoff } from './backoff.js';
import { Conversation } from './conversation.js';

/** As many conversations as `sync` takes. */
const MAX_CONVERSATIONS = 1000;

/** How many messages a conversation that is new to us may be behind to be caught up with. */
const MAX_CATCH_UP = 500;

/** Upper bound of the pause between two looks whether holes have been filled. */
const MAX_HOLE_WAIT_MS = 30_000;

/**
 * The messages of all conversations: hands out each once and in the order of its conversation,
 * whether it came as an event, as the answer to an own send, or by `sync`. Asks `sync` when a
 * connection is new, when the server says so, and when there is a hole.
 *
 * Remembers at most 1,000 conversations, the ones with the latest activity.
 */
export class Conversations {
  #known = new Map();
  #ask;
  #emit;
  #options;
  #first;
  #syncing = false;
  #again = false;
  #holeTimer = null;
  #holeWait;
  #holeLooks = 0;

  /**
   * @param {(positions: object) => Promise<object>} ask asks `sync`
   * @param {(event: string, value: object) => void} emit
   * @param {object} options `positions`, `maxEarly`, `holeWaitMs`, `timers`
   */
  constructor(ask, emit, options) {
    this.#ask = ask;
    this.#emit = emit;
    this.#options = options;
    this.#holeWait = new Backoff(options.holeWaitMs, MAX_HOLE_WAIT_MS, () => 1);
    this.#first = options.positions === undefined;
    for (const [id, seq] of Object.entries(options.positions ?? {})) {
      this.#know(id, seq);
    }
  }

  get isSyncing() {
    return this.#syncing;
  }

  /** @returns {Object<string, number>} conversation to the last message that was handed out */
  positions() {
    return Object.fromEntries([...this.#known].map(([id, { lastSeq }]) => [id, lastSeq]));
  }

  /** Everything that was missed is fetched; `synced` says when that is done. */
  async sync() {
    if (this.#syncing) {
      this.#again = true;
      return;
    }
    this.#syncing = true;
    try {
      do {
        this.#again = false;
        this.#apply(await this.#ask(this.positions()));
      } while (this.#again);
      this.#syncing = false;
      this.#emit('synced', {});
    } catch (failure) {
      this.#syncing = false;
      this.#emit('failed', failure);
    }
  }

  /** A conversation exists from now on; all of its messages are to come. */
  created(conversationId) {
    if (!this.#known.has(conversationId)) {
      this.#know(conversationId, 0);
    }
  }

  /** A conversation is known from its end on, unless it was known before. */
  knownUpTo(conversationId, lastSeq) {
    if (!this.#known.has(conversationId)) {
      this.#know(conversationId, lastSeq);
    }
  }

  /** A new message has come. */
  message(message) {
    const { conversationId, seq } = message;
    const conversation = this.#known.get(conversationId) ?? this.#know(conversationId, seq - 1);
    this.#handOut(conversation.offer({ version: 1, ...message }));
    this.#touch(conversationId, conversation);
    if (conversation.hasHole) {
      this.#waitForHole();
    }
  }

  /** A message has changed; if it was not handed out yet, it is handed out as it is now. */
  changed(message) {
    const conversation = this.#known.get(message.conversationId);
    if (conversation !== undefined && message.seq > conversation.lastSeq) {
      this.message(message);
    }
  }

  /** Messages before `firstSeq` are gone. */
  expired(conversationId, firstSeq) {
    const conversation = this.#known.get(conversationId);
    if (conversation !== undefined) {
      this.#handOut(conversation.skipTo(firstSeq - 1));
    }
  }

  /** The user has nothing to do with it any more. */
  forget(conversationId) {
    this.#known.delete(conversationId);
  }

  close() {
    this.#options.timers.clear(this.#holeTimer);
    this.#holeTimer = null;
  }

  #apply(page) {
    for (const [id, firstSeq] of Object.entries(page.firstSeqs ?? {})) {
      this.expired(id, firstSeq);
      this.#emit('messages:expired', { conversationId: id, firstSeq });
    }
    page.messages.forEach((message) => this.message(message));
    page.added.forEach((mine) => this.#added(mine));
    page.gone.forEach((conversationId) => {
      this.forget(conversationId);
      this.#emit('gone', { conversationId });
    });
    this.#first = false;
    this.#again ||= page.more.length > 0;
  }

  /**
   * What the very first sync brings was there before us, and is known by its history. What comes
   * later is caught up with from where the user has read.
   */
  #added(mine) {
    const { conversationId, lastSeq } = mine.conversation;
    if (!this.#known.has(conversationId)) {
      const catchUp = !this.#first && mine.unread <= MAX_CATCH_UP;
      this.#know(conversationId, catchUp ? lastSeq - mine.unread : lastSeq);
      this.#again ||= catchUp && mine.unread > 0;
    }
    this.#emit('added', mine);
  }

  #handOut(messages) {
    messages.forEach((message) => this.#emit('message', message));
  }

  #know(conversationId, lastSeq) {
    const conversation = new Conversation(lastSeq, this.#options.maxEarly);
    this.#known.set(conversationId, conversation);
    if (this.#known.size > MAX_CONVERSATIONS) {
      this.#known.delete(this.#known.keys().next().value);
    }
    return conversation;
  }

  /** The one with the latest activity is last. */
  #touch(conversationId, conversation) {
    this.#known.delete(conversationId);
    this.#known.set(conversationId, conversation);
  }

  /** An answer to an own send and the others' messages may overtake each other for a moment. */
  #waitForHole() {
    this.#holeTimer ??= this.#options.timers.set(() => {
      this.#holeTimer = null;
      if ([...this.#known.values()].some(({ hasHole }) => hasHole)) {
        this.sync();
        this.#waitForHole();
      } else {
        this.#holeLooks = 0;
      }
    }, this.#holeWait.delayMs(++this.#holeLooks));
  }
}
