const SAY_AGAIN_MS = 2_500;

/** Who is writing where, and telling the others that one is. */
export class Typing {
  #client;
  #changed;
  #timers = new Map();
  #saidAt = 0;
  #saidIn = null;

  constructor(client, changed) {
    this.#client = client;
    this.#changed = changed;
    client.on('typing:start', (notice) => this.#started(notice));
    client.on('typing:stop', (notice) => this.stopped(notice.conversationId, notice.userId));
  }

  /** @returns {string[]} who is writing there */
  of(conversationId) {
    return [...(this.#timers.get(conversationId)?.keys() ?? [])];
  }

  /** A message has come, or word that there will be none. */
  stopped(conversationId, userId) {
    const timers = this.#timers.get(conversationId);
    if (timers?.has(userId)) {
      clearTimeout(timers.get(userId));
      timers.delete(userId);
      this.#changed();
    }
  }

  /** One is writing oneself, and with an empty text no longer. */
  writing(conversationId, text) {
    if (text === '') {
      this.quiet();
    } else if (this.#saidIn !== conversationId || Date.now() - this.#saidAt > SAY_AGAIN_MS) {
      this.#saidIn = conversationId;
      this.#saidAt = Date.now();
      this.#say('typing:start', conversationId);
    }
  }

  quiet() {
    if (this.#saidIn !== null) {
      this.#say('typing:stop', this.#saidIn);
      this.#saidIn = null;
    }
  }

  #started({ conversationId, userId, seconds }) {
    const timers = this.#timers.get(conversationId) ?? new Map();
    this.#timers.set(conversationId, timers);
    clearTimeout(timers.get(userId));
    timers.set(userId, setTimeout(() => this.stopped(conversationId, userId), seconds * 1000));
    this.#changed();
  }

  #say(method, conversationId) {
    this.#client.call(method, { conversationId }).catch(() => {});
  }
}
