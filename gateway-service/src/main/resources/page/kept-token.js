const KEY = 'parley.token';

/** A token that is about to end is no longer used. */
const SPARE_MS = 60_000;

/**
 * The token that the gateway of a local run makes for a name. It is kept for this tab, also when the
 * page is read anew: each one would be a session of its own.
 */
export class KeptToken {
  #storage;
  #fetch;
  #asking = null;

  /**
   * @param {Storage} storage of the tab
   * @param {typeof fetch} fetch
   */
  constructor(storage, fetch) {
    this.#storage = storage;
    this.#fetch = fetch;
  }

  /** @returns {Promise<string>} fails with the answer of a gateway that gives none */
  async of(name) {
    const kept = this.#kept;
    if (kept?.name === name && Date.now() < kept.until - SPARE_MS) {
      return kept.token;
    }
    if (this.#asking?.name !== name) {
      const token = this.#ask(name);
      this.#asking = { name, token };
      token.catch(() => {}).finally(() => {
        this.#asking = null;
      });
    }
    return this.#asking.token;
  }

  /** A connection could not be made: a token that is good no more is forgotten. */
  async check() {
    const kept = this.#kept;
    if (kept !== null) {
      const { status } = await this.#fetch('/api/v1/tickets', { method: 'POST', headers: bearer(kept) });
      if (status === 401) {
        this.forget();
      }
    }
  }

  forget() {
    this.#storage.removeItem(KEY);
  }

  /** Forgets it and ends its session, where it is of one; also while the page is being left. */
  end() {
    const kept = this.#kept;
    this.forget();
    if (kept?.sessionId) {
      this.#fetch(`/api/v1/sessions/${encodeURIComponent(kept.sessionId)}`, {
        method: 'DELETE', headers: bearer(kept), keepalive: true,
      }).catch(() => {});
    }
  }

  get #kept() {
    return JSON.parse(this.#storage.getItem(KEY));
  }

  async #ask(name) {
    const response = await this.#fetch('/dev/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: name }),
    });
    if (!response.ok) {
      throw response;
    }
    const { token, sessionId, expiresInSeconds } = await response.json();
    const until = Date.now() + expiresInSeconds * 1000;
    this.#storage.setItem(KEY, JSON.stringify({ name, token, sessionId, until }));
    return token;
  }
}

const bearer = ({ token }) => ({ Authorization: `Bearer ${token}` });
