const PAGE = 50;
const MAX_PAGE = 200;

/**
 * The conversation that is open: the messages that were read so far, what is being sent, and how far
 * the others are.
 */
export class Chat {
  #client;
  #changed;
  #messages = new Map();
  #sending = new Map();
  #members = new Map();
  #loading = false;
  #moreBefore = true;

  constructor(client, conversationId, changed) {
    this.#client = client;
    this.id = conversationId;
    this.#changed = changed;
  }

  /** In order; what is being sent comes last. */
  get messages() {
    return [...this.#messages.values()].sort((a, b) => a.seq - b.seq).concat(...this.#sending.values());
  }

  get members() {
    return [...this.#members.keys()].sort();
  }

  get isLoading() {
    return this.#loading;
  }

  get moreBefore() {
    return this.#moreBefore;
  }

  get lastSeq() {
    return Math.max(0, ...this.#messages.keys());
  }

  /** Reads the end of the conversation, or once more what has been read, as it is now. */
  async refresh() {
    const limit = Math.min(MAX_PAGE, Math.max(PAGE, this.#messages.size));
    const [members] = await Promise.all([
      this.#client.call('conversation:members', { conversationId: this.id, limit: MAX_PAGE }),
      this.#read({ limit }),
    ]);
    members.members.forEach((member) => this.#members.set(member.userId, member));
    this.#changed();
  }

  /** Reads what was before, a page at a time. */
  async older() {
    if (this.#moreBefore && !this.#loading && this.#messages.size > 0) {
      await this.#read({ limit: PAGE, beforeSeq: Math.min(...this.#messages.keys()) });
    }
  }

  /** A message is there, or is another one now. */
  put(message) {
    const before = this.#messages.get(message.seq);
    if (before === undefined || before.version <= message.version) {
      this.#messages.set(message.seq, message);
      if (message.senderId === this.#client.userId) {
        this.#sending.delete(message.clientMessageId);
      }
      this.#changed();
    }
  }

  /** The same for a message that may not have been read yet. */
  edited(message) {
    if (this.#messages.has(message.seq)) {
      this.put(message);
    }
  }

  reacted({ seq, version, userId, emoji, removed }) {
    const message = this.#messages.get(seq);
    if (message !== undefined && message.version < version) {
      this.put({ ...message, version, reactions: withReaction(message, userId, emoji, removed) });
    }
  }

  expired(firstSeq) {
    [...this.#messages.keys()].filter((seq) => seq < firstSeq)
      .forEach((seq) => this.#messages.delete(seq));
    this.#moreBefore = false;
    this.#changed();
  }

  /** A member has got or read everything up to there. */
  reached(userId, field, seq) {
    const member = this.#members.get(userId) ?? { userId, readSeq: 0, deliveredSeq: 0 };
    this.#members.set(userId, { ...member, [field]: Math.max(member[field], seq) });
    this.#changed();
  }

  /** @returns {{read: string[], delivered: string[], others: number}} who else has a message */
  receipts(seq) {
    const others = [...this.#members.values()].filter(({ userId }) => userId !== this.#client.userId);
    const names = (all) => all.map(({ userId }) => userId).sort();
    return {
      others: others.length,
      read: names(others.filter(({ readSeq }) => readSeq >= seq)),
      delivered: names(others.filter((m) => Math.max(m.readSeq, m.deliveredSeq) >= seq)),
    };
  }

  async send(text) {
    const clientMessageId = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const content = { type: 'text', text };
    const senderId = this.#client.userId;
    const sending = { clientMessageId, content, senderId, sentAt: new Date().toISOString() };
    this.#sending.set(clientMessageId, sending);
    this.#changed();
    try {
      await this.#client.send(this.id, content, { clientMessageId });
    } catch (failure) {
      this.#sending.set(clientMessageId, { ...sending, failed: failure.message });
    }
    this.#changed();
  }

  async change(method, params) {
    const { message } = await this.#client.call(method, params);
    this.put(message);
    return message;
  }

  async #read(place) {
    this.#loading = true;
    this.#changed();
    try {
      const page = await this.#client.history(this.id, place);
      const lowest = Math.min(Infinity, ...this.#messages.keys());
      page.messages.forEach((message) => this.put(message));
      if ((page.messages[0]?.seq ?? 0) < lowest) {
        this.#moreBefore = page.moreBefore;
      }
    } finally {
      this.#loading = false;
      this.#changed();
    }
  }
}

function withReaction({ reactions = [] }, userId, emoji, removed) {
  const of = reactions.find((reaction) => reaction.emoji === emoji) ?? { emoji, userIds: [] };
  const userIds = of.userIds.filter((id) => id !== userId).concat(removed ? [] : [userId]);
  const others = reactions.filter((reaction) => reaction.emoji !== emoji);
  return userIds.length === 0 ? others : [...others, { emoji, userIds, count: userIds.length }];
}
