/** A client that answers what a test says, and tells the events that it says. */
export class FakeClient {
  userId = 'ann';
  calls = [];
  answers = {};
  views = new Map();
  watched = [];
  #listeners = new Map();

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  tell(event, value) {
    (this.#listeners.get(event) ?? []).forEach((listener) => listener(value));
  }

  async call(method, params) {
    this.calls.push([method, params]);
    const answer = this.answers[method];
    if (answer instanceof Error) {
      throw answer;
    }
    return typeof answer === 'function' ? answer(params) : answer;
  }

  watch(userIds) {
    this.watched.push(userIds);
  }

  presence(userId) {
    return this.views.get(userId);
  }

  history(conversationId, page) {
    return this.call('history', { conversationId, ...page });
  }

  send(conversationId, content, extra) {
    return this.call('message:send', { conversationId, content, ...extra });
  }
}

export const message = (seq, more = {}) => ({
  conversationId: 'c', messageId: `c:${seq}`, seq, senderId: 'bob', clientMessageId: `m${seq}`,
  content: { type: 'text', text: `text ${seq}` }, sentAt: new Date(seq * 1000).toISOString(), version: 1,
  ...more,
});

export const mine = (conversationId, lastSeq, readSeq, more = {}) => ({
  conversation: { conversationId, type: 'group', title: conversationId, lastSeq, revision: 1, createdAt: '2026-01-01' },
  readSeq, ...more,
});
