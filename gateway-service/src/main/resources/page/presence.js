/**
 * Who is there. A server without presence knows no `presence:watch`; then nobody is shown as there
 * or away, and it is not asked again.
 */
export class Presence {
  #client;
  #changed;
  #offered = true;
  #states = new Map();

  constructor(client, changed) {
    this.#client = client;
    this.#changed = changed;
    client.on('user:status', ({ userId, status }) => this.#became(userId, status));
  }

  /** Such as `online`; undefined when it is not known. */
  of(userId) {
    return this.#states.get(userId);
  }

  async watch(userIds) {
    if (!this.#offered || userIds.length === 0) {
      return;
    }
    try {
      const { users = [] } = await this.#client.call('presence:watch', { userIds });
      users.forEach(({ userId, status }) => this.#became(userId, status));
    } catch ({ code }) {
      this.#offered = code !== 'method_not_found';
    }
  }

  #became(userId, status) {
    this.#states.set(userId, status);
    this.#changed();
  }
}
