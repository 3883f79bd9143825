/** Users per question: as many of the longest ids fit into a frame. */
const BATCH = 400;

/**
 * Who is watched, and how they are: asks when a user is new, when a connection is new, and when the
 * server says that something was missed; a view that is older than what is known is dropped.
 *
 * One question at a time. Remembers the users that are watched, and oneself, and nobody else.
 */
export class Presences {
  #ask;
  #emit;
  #views = new Map();
  #due = new Set();
  #asking = false;

  /**
   * @param {(userIds: string[]) => Promise<object>} ask asks `presence:watch`
   * @param {(event: string, value: object) => void} emit
   */
  constructor(ask, emit) {
    this.#ask = ask;
    this.#emit = emit;
  }

  /** How a user is; undefined when that is not known. */
  of(userId) {
    return this.#views.get(userId)?.view;
  }

  /** These users too. */
  watch(userIds) {
    for (const userId of userIds.filter((id) => !this.#isWatched(id))) {
      this.#views.set(userId, { watched: true, view: this.of(userId), revision: -1 });
      this.#due.add(userId);
    }
    this.#askDue();
  }

  /** @returns {string[]} those of them that were watched */
  unwatch(userIds) {
    const known = userIds.filter((id) => this.#isWatched(id));
    known.forEach((id) => this.#forget(id));
    return known;
  }

  /** Everything may be another way now, also older: the server may have lost it. */
  askAgain() {
    for (const [userId, known] of this.#views) {
      known.revision = -1;
      if (known.watched) {
        this.#due.add(userId);
      }
    }
    this.#askDue();
  }

  /** Somebody who is watched is like that. */
  saw(view) {
    if (this.#isWatched(view.userId)) {
      this.#take(view);
    }
  }

  /** One is like that oneself. */
  sawOneself(view) {
    if (!this.#views.has(view.userId)) {
      this.#views.set(view.userId, { watched: false, revision: -1 });
    }
    this.#take(view);
  }

  #take(view) {
    const known = this.#views.get(view.userId);
    if (view.revision > known.revision) {
      known.revision = view.revision;
      known.view = view;
      this.#emit('presence', view);
    }
  }

  async #askDue() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    while (this.#due.size > 0) {
      await this.#askFor([...this.#due].slice(0, BATCH));
    }
    this.#asking = false;
  }

  async #askFor(userIds) {
    userIds.forEach((id) => this.#due.delete(id));
    try {
      const { users, refused = [] } = await this.#ask(userIds);
      users.forEach((view) => this.saw(view));
      refused.forEach((id) => this.#forget(id));
    } catch (failure) {
      this.#failed(userIds, failure);
    }
  }

  /** A client that is closed may be opened again: then all are asked about anew. */
  #failed(userIds, failure) {
    if (failure.code === 'closed') {
      this.#due.clear();
    } else {
      userIds.forEach((id) => this.#forget(id));
      this.#emit('unwatched', { userIds, failure });
    }
  }

  #isWatched(userId) {
    return this.#views.get(userId)?.watched === true;
  }

  #forget(userId) {
    this.#views.delete(userId);
    this.#due.delete(userId);
  }
}
