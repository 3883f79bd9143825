import { byId } from './dom.js';

/** What one has set for oneself of the open conversation: a small menu. */
export class OwnSettings {
  #client;
  #inbox;
  #mine;

  constructor(client, inbox) {
    this.#client = client;
    this.#inbox = inbox;
    byId('pin').addEventListener('click', () => this.#toggle('conversation:pin', 'pinned'));
    byId('mute').addEventListener('click', () => this.#toggle('conversation:mute', 'muted'));
  }

  render(mine) {
    this.#mine = mine;
    byId('pin').setAttribute('aria-pressed', String(Boolean(mine.pinned)));
    byId('mute').setAttribute('aria-pressed', String(Boolean(mine.muted)));
  }

  async #toggle(method, setting) {
    byId('settings-menu').hidePopover();
    const { conversationId } = this.#mine.conversation;
    try {
      this.#inbox.settings(
        await this.#client.call(method, { conversationId, [setting]: !this.#mine[setting] }));
    } catch {
      // Refused: what is shown is still what is stored.
    }
  }
}
