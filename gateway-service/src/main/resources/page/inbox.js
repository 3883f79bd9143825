/** As many as a page of the list has. */
const LIST = 200;

/** The user's conversations, as the server has them and as events change them. */
export class Inbox {
  #client;
  #changed;
  #all = new Map();
  #loading = new Set();

  constructor(client, changed) {
    this.#client = client;
    this.#changed = changed;
    client.on('added', (mine) => this.#put(mine));
    client.on('gone', ({ conversationId }) => this.#remove(conversationId));
    client.on('conversation:created', (created) => this.#created(created));
    client.on('chat:update', (update) => this.#updated(update));
    client.on('read:receipt', ({ conversationId, userId, seq }) => {
      if (userId === client.userId) {
        this.read(conversationId, seq);
      }
    });
  }

  /** The one with the latest message first. */
  get all() {
    const at = ({ lastMessage, conversation }) => lastMessage?.sentAt ?? conversation.createdAt;
    return [...this.#all.values()].sort((a, b) => (at(a) < at(b) ? 1 : -1));
  }

  get(conversationId) {
    return this.#all.get(conversationId);
  }

  async refresh() {
    const { conversations } = await this.#client.call('conversation:list', { limit: LIST });
    conversations.forEach((mine) => this.#put(mine));
  }

  /** What the conversation is called for this user. */
  title(mine) {
    const { type, title } = mine.conversation;
    return type === 'direct' ? this.other(mine) ?? 'Conversation' : title ?? 'Group';
  }

  /** With whom a direct conversation is; undefined for another one, and while that is not known. */
  other({ conversation, memberIds }) {
    return conversation.type === 'direct'
      ? memberIds?.find((id) => id !== this.#client.userId)
      : undefined;
  }

  unread({ conversation, readSeq }) {
    return Math.max(0, conversation.lastSeq - readSeq);
  }

  message(message) {
    const mine = this.#all.get(message.conversationId);
    if (mine === undefined) {
      this.#load(message.conversationId);
      return;
    }
    mine.conversation.lastSeq = Math.max(mine.conversation.lastSeq, message.seq);
    if ((mine.lastMessage?.seq ?? 0) <= message.seq) {
      mine.lastMessage = message;
    }
    if (message.senderId === this.#client.userId) {
      mine.readSeq = Math.max(mine.readSeq, message.seq);
    }
    this.#changed();
  }

  /** A message is another one now. */
  edited(message) {
    const mine = this.#all.get(message.conversationId);
    if (mine?.lastMessage?.seq === message.seq) {
      mine.lastMessage = message;
      this.#changed();
    }
  }

  read(conversationId, seq) {
    const mine = this.#all.get(conversationId);
    if (mine !== undefined && mine.readSeq < seq) {
      mine.readSeq = seq;
      this.#changed();
    }
  }

  #created({ conversationId, memberIds, conversation }) {
    if (!this.#all.has(conversationId)) {
      this.#put({ conversation, memberIds, readSeq: conversation.lastSeq });
    }
  }

  #updated({ conversationId, change, conversation, members = [] }) {
    const mine = this.#all.get(conversationId);
    const left = members.some(({ userId, role }) => userId === this.#client.userId && role == null);
    if (left || change === 'deleted') {
      this.#remove(conversationId);
    } else if (mine === undefined) {
      this.#load(conversationId);
    } else if (mine.conversation.revision < conversation.revision) {
      this.#put({ ...mine, conversation });
    }
  }

  async #load(conversationId) {
    if (this.#loading.has(conversationId)) {
      return;
    }
    this.#loading.add(conversationId);
    try {
      this.#put(await this.#client.call('conversation:get', { conversationId }));
    } catch {
      // Nothing of it can be shown; the next message tries again.
    } finally {
      this.#loading.delete(conversationId);
    }
  }

  /** What is known of a conversation never becomes older. */
  #put(mine) {
    const id = mine.conversation.conversationId;
    const before = this.#all.get(id);
    const lastSeq = Math.max(before?.conversation.lastSeq ?? 0, mine.conversation.lastSeq);
    const newest = (before?.lastMessage?.seq ?? 0) > (mine.lastMessage?.seq ?? 0) ? before : mine;
    this.#all.set(id, {
      ...mine,
      conversation: { ...mine.conversation, lastSeq },
      memberIds: mine.memberIds ?? before?.memberIds,
      readSeq: Math.max(before?.readSeq ?? 0, mine.readSeq),
      lastMessage: newest.lastMessage,
    });
    this.#changed();
  }

  #remove(conversationId) {
    if (this.#all.delete(conversationId)) {
      this.#changed();
    }
  }
}
