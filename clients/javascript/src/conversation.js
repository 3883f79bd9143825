/**
 * What has to be known of one conversation to hand out each of its messages once and in order: the
 * `seq` of the last one that was handed out, and those that came too early.
 */
export class Conversation {
  #early = new Map();
  #maxEarly;
  #newestSeq;

  /**
   * @param {number} lastSeq the last message that is known already
   * @param {number} maxEarly how many messages beyond a hole are kept; `sync` brings the others
   */
  constructor(lastSeq, maxEarly) {
    this.lastSeq = lastSeq;
    this.#newestSeq = lastSeq;
    this.#maxEarly = maxEarly;
  }

  /** Whether there is a message that cannot be handed out, because others before it are missing. */
  get hasHole() {
    return this.#newestSeq > this.lastSeq;
  }

  /**
   * A message has come, from wherever.
   *
   * @returns {object[]} the messages whose turn it is now, in order
   */
  offer(message) {
    if (message.seq <= this.lastSeq) {
      return [];
    }
    this.#newestSeq = Math.max(this.#newestSeq, message.seq);
    const kept = this.#early.get(message.seq);
    if (kept === undefined || kept.version < message.version) {
      this.#early.set(message.seq, message);
    }
    const next = this.#take();
    this.#bound();
    return next;
  }

  /**
   * Messages up to `seq` are gone, or not wanted.
   *
   * @returns {object[]} the messages whose turn it is now, in order
   */
  skipTo(seq) {
    if (seq <= this.lastSeq) {
      return [];
    }
    this.lastSeq = seq;
    for (const early of [...this.#early.keys()]) {
      if (early <= seq) {
        this.#early.delete(early);
      }
    }
    return this.#take();
  }

  #take() {
    const next = [];
    let message;
    while ((message = this.#early.get(this.lastSeq + 1)) !== undefined) {
      this.#early.delete(message.seq);
      this.lastSeq = message.seq;
      next.push(message);
    }
    return next;
  }

  /** The hole is filled from its beginning on, so what is farthest away goes. */
  #bound() {
    if (this.#early.size > this.#maxEarly) {
      this.#early.delete(Math.max(...this.#early.keys()));
    }
  }
}
