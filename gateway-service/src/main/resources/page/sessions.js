import { byId, h, instant } from './dom.js';

const PATH = '/api/v1/sessions';

/**
 * The dialog that says on which devices one is signed in, and signs out there: the server closes their
 * connections, also this one.
 */
export class Sessions {
  #token;

  /** @param {() => Promise<string>} token */
  constructor(token) {
    this.#token = token;
    byId('open-sessions').addEventListener('click', () => this.#open());
    byId('sessions-close').addEventListener('click', () => byId('sessions').close());
    byId('sign-out-others').addEventListener('click', () => this.#end('?except=current'));
  }

  #open() {
    byId('status').close();
    this.#show(null);
    byId('sessions').showModal();
    this.#read();
  }

  /** A suite without cache-service has none. */
  async #read() {
    await this.#try(async () => {
      const response = await this.#ask('GET', '');
      this.#show(response.status === 404 ? [] : (await read(response)).sessions);
    });
  }

  async #end(which) {
    await this.#try(async () => {
      await read(await this.#ask('DELETE', which));
      await this.#read();
    });
  }

  async #try(task) {
    byId('sessions-problem').textContent = '';
    try {
      await task();
    } catch (failure) {
      byId('sessions-problem').textContent = failure.message;
    }
  }

  async #ask(method, which) {
    const headers = { Authorization: `Bearer ${await this.#token()}` };
    return fetch(PATH + which, { method, headers });
  }

  /** @param {object[] | null} sessions null while they are not known */
  #show(sessions) {
    const all = sessions ?? [];
    byId('session-list').replaceChildren(...all.map((session) => this.#row(session)));
    byId('sessions-none').hidden = sessions === null || all.length > 0;
    byId('sign-out-others').hidden = all.length < 2 || !all.some(({ current }) => current);
  }

  #row({ sessionId, device, address, lastUsedAt, current }) {
    const name = device ?? 'Unknown device';
    const where = [current && 'this device', address, `last used ${instant(lastUsedAt)}`];
    const end = () => this.#end(`/${encodeURIComponent(sessionId)}`);
    return h('li.session', { 'data-session': sessionId, 'data-current': String(Boolean(current)) },
      h('span.what', {},
        h('span.name', {}, name), h('span.last', {}, where.filter(Boolean).join(' · '))),
      h('button', { type: 'button', 'aria-label': `Sign out ${name}`, onclick: end }, 'Sign out'));
  }
}

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(body.detail ?? `That does not work now (${response.status}).`);
  }
  return body;
}
