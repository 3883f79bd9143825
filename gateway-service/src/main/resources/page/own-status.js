import { byId, h, unseen } from './dom.js';

/** How one is oneself: shown at one's name, and changed in a dialog. */
export class OwnStatus {
  #client;
  #presence;
  #token;

  /** @param {() => Promise<string>} token for asking by HTTP */
  constructor(client, presence, token) {
    this.#client = client;
    this.#presence = presence;
    this.#token = token;
    byId('me').addEventListener('click', () => this.#open());
    byId('status-cancel').addEventListener('click', () => byId('status').close());
    byId('status-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#set();
    });
  }

  render() {
    const { userId } = this.#client;
    const status = this.#presence.of(userId);
    const me = byId('me');
    const shown = `${status} ${this.#presence.words(userId)}`;
    if (me.dataset.shown !== shown) {
      me.dataset.shown = shown;
      byId('my-dot').replaceChildren(...(status ? [h(`span.dot.${status}`), unseen(status)] : []));
      me.title = this.#presence.words(userId) || 'Your status';
    }
  }

  #open() {
    const view = this.#client.presence(this.#client.userId);
    byId('my-status').value = isChosen(view) ? view.status : 'online';
    byId('my-text').value = view?.text ?? '';
    byId('my-time').value = '';
    byId('status-problem').textContent = '';
    byId('devices').textContent = '';
    byId('status').showModal();
    this.#countDevices();
  }

  async #set() {
    const seconds = byId('my-time').value;
    try {
      await this.#client.call('presence:set', {
        status: byId('my-status').value,
        text: byId('my-text').value.trim(),
        ...(seconds === '' ? {} : { expiresInSeconds: Number(seconds) }),
      });
      byId('status').close();
    } catch (failure) {
      byId('status-problem').textContent = failure.message;
    }
  }

  /** Where it is not served, nothing is said. */
  async #countDevices() {
    try {
      const response = await fetch(
        `/api/v1/presence/${encodeURIComponent(this.#client.userId)}/devices`,
        { headers: { Authorization: `Bearer ${await this.#token()}` } });
      const { devices } = await response.json();
      const active = devices.filter((device) => device.active).length;
      byId('devices').textContent =
        `Active on ${active} of ${devices.length} ${devices.length === 1 ? 'device' : 'devices'}.`;
    } catch {
      byId('devices').textContent = '';
    }
  }
}

/** Away is also who was idle; what comes with a text or an end is chosen. */
function isChosen({ status, text, expiresAt } = {}) {
  return status === 'dnd' || status === 'invisible' || (status === 'away' && Boolean(text ?? expiresAt));
}
