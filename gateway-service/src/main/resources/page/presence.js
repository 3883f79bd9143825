import { instant } from './dom.js';

const WORDS = {
  online: 'online',
  away: 'away',
  dnd: 'do not disturb',
  invisible: 'invisible',
  offline: 'offline',
};

/** How the people are whom this page shows, and how one is oneself. Nobody is while it is not known. */
export class Presence {
  #client;
  #shown = new Set();

  constructor(client, changed) {
    this.#client = client;
    client.on('presence', changed);
    client.on('synced', () => this.#shown.clear());
  }

  /** These people are shown, too. Whom the server did not tell of is asked for after the next sync. */
  watch(userIds) {
    const more = userIds.filter((id) => id !== undefined && !this.#shown.has(id));
    more.forEach((id) => this.#shown.add(id));
    if (more.length > 0) {
      this.#client.watch(more);
    }
  }

  /** Such as `online`; undefined when it is not known. */
  of(userId) {
    return this.#client.presence(userId)?.status;
  }

  /** The same in words, with what the user says and when it was here last; empty when not known. */
  words(userId) {
    const view = this.#client.presence(userId);
    if (view === undefined) {
      return '';
    }
    const seen = view.lastSeen && `last seen ${instant(view.lastSeen)}`;
    return [WORDS[view.status] ?? view.status, view.text, seen].filter(Boolean).join(' · ');
  }
}
