/** Time that passes when a test says so. */
export class Clock {
  #now = 1_000_000;
  #tasks = new Map();
  #lastId = 0;

  /** For the client's option `timers`. */
  timers = {
    set: (task, ms) => {
      this.#tasks.set(++this.#lastId, { task, at: this.#now + ms });
      return this.#lastId;
    },
    clear: (id) => this.#tasks.delete(id),
    now: () => this.#now,
  };

  get waiting() {
    return this.#tasks.size;
  }

  /** Lets time pass, and what is due happen, in order. */
  async pass(ms) {
    const end = this.#now + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      const [id, { task, at }] = next;
      this.#now = Math.max(this.#now, at);
      this.#tasks.delete(id);
      task();
      await settle();
    }
    this.#now = end;
  }

  #next(end) {
    return [...this.#tasks]
      .filter(([, { at }]) => at <= end)
      .sort(([idA, a], [idB, b]) => a.at - b.at || idA - idB)[0];
  }
}

/** Until everything that follows from what has happened has happened. */
export function settle() {
  return new Promise((resolve) => setImmediate(resolve));
}
