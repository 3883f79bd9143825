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
    client.on('membership:changed', (changed) => this.settings(changed));
    client.on('messages:expired', (expired) => this.#expired(expired));
    client.on('read:receipt', ({ conversationId, userId, seq }) => {
      if (userId === client.userId) {
        this.read(conversationId, seq);
      }
    });
  }

  /** As the server lists them: the pinned ones first, then the one with the latest message. */
  get all() {
    const at = ({ lastMessage, conversation }) => lastMessage?.sentAt ?? conversation.createdAt;
    const pinned = (mine) => Number(Boolean(mine.pinned));
    return [...this.#all.values()].sort((a, b) => pinned(b) - pinned(a) || (at(a) < at(b) ? 1 : -1));
  }

  /** How many messages are unread altogether; what is muted does not count. */
  get unreadOfAll() {
    return this.all.filter(({ muted }) => !muted).reduce((sum, mine) => sum + this.unread(mine), 0);
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

  unread({ conversation: { lastSeq, firstSeq = 1 }, readSeq }) {
    return Math.max(0, lastSeq - Math.max(readSeq, firstSeq - 1));
  }

  /** What the user has set for a conversation, as it is with that revision. */
  settings({ conversationId, muted, pinned, archived, revision }) {
    const mine = this.#all.get(conversationId);
    if (mine === undefined && !archived) {
      this.#load(conversationId);
    } else if (mine?.settingsRevision <= revision && archived) {
      this.#remove(conversationId);
    } else if (mine?.settingsRevision <= revision) {
      this.#all.set(conversationId, { ...mine, muted, pinned, settingsRevision: revision });
      this.#changed();
    }
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

  #expired({ conversationId, firstSeq }) {
    const mine = this.#all.get(conversationId);
    if (mine !== undefined) {
      mine.conversation.firstSeq = Math.max(mine.conversation.firstSeq ?? 1, firstSeq);
      this.#changed();
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
    const settingsRevision = mine.settingsRevision ?? mine.conversation.revision;
    const settings = before?.settingsRevision > settingsRevision ? before : { ...mine, settingsRevision };
    this.#all.set(id, {
      ...mine,
      muted: settings.muted,
      pinned: settings.pinned,
      settingsRevision: settings.settingsRevision,
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
