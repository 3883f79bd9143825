import { randomUUID } from 'node:crypto';

/** Conversations, memberships and messages in MongoDB. */
export class Store {
  static async open(database) {
    const memberships = database.collection('memberships');
    await memberships.createIndex({ userId: 1 });
    return new Store(database, memberships);
  }

  constructor(database, memberships) {
    this.conversations = database.collection('conversations');
    this.memberships = memberships;
    this.messages = database.collection('messages');
  }

  /** Ids of the conversations that the user is in. */
  async conversationsOf(userId) {
    const found = this.memberships.find({ userId }, { projection: { conversationId: 1 } });
    return (await found.toArray()).map((membership) => membership.conversationId);
  }

  async create(type, memberIds) {
    const conversationId = randomUUID();
    await this.conversations.insertOne({ _id: conversationId, type, lastSeq: 0 });
    await this.memberships.insertMany(memberIds.map((userId) => ({ conversationId, userId })));
    return conversationId;
  }

  /** Gives the message the next place in its conversation and stores it. */
  async append(conversationId, { senderId, clientMessageId, content }) {
    const sentAt = new Date();
    const { lastSeq: seq } = await this.conversations.findOneAndUpdate(
      { _id: conversationId },
      { $inc: { lastSeq: 1 }, $set: { lastMessage: { senderId, content, sentAt } } },
      { returnDocument: 'after', projection: { lastSeq: 1 } },
    );
    const messageId = `${conversationId}:${String(seq).padStart(12, '0')}`;
    const message = { conversationId, seq, senderId, clientMessageId, content, sentAt };
    await this.messages.insertOne({ _id: messageId, ...message });
    return { messageId, ...message };
  }
}
