import { byId, h, unseen } from './dom.js';
import { Chat } from './chat.js';
import { Composer } from './composer.js';
import { confirmDelete } from './dialogs.js';
import { LogView } from './log-view.js';
import { OwnSettings } from './own-settings.js';

const DELIVERED_WITHIN_MS = 300;

/** How many of a conversation are shown as there or away. */
const SHOWN_MEMBERS = 50;

/** The open conversation: what comes to it from the server, and what the user does with it. */
export class Conversing {
  #client;
  #inbox;
  #typing;
  #presence;
  #changed;
  #chat = null;
  #log;
  #settings;
  #composer;
  #told = new Map();
  #deliveries = new Map();

  constructor(client, inbox, typing, presence, changed) {
    this.#client = client;
    this.#inbox = inbox;
    this.#typing = typing;
    this.#presence = presence;
    this.#changed = changed;
    this.#log = new LogView({
      act: (...what) => this.#act(...what),
      older: () => this.#chat?.older().catch(() => {}),
      seen: () => this.#seen(),
    });
    this.#settings = new OwnSettings(client, inbox);
    this.#composer = new Composer({
      send: (text) => this.#send(text),
      edit: (message, text) => this.#edit(message, text),
      writing: (text) => this.#typing.writing(this.#chat.id, text),
      editLast: () => this.#editLast(),
    });
    byId('back').addEventListener('click', () => this.close());
    window.addEventListener('focus', () => this.#seen());
    this.#listen();
  }

  /** The id of the open conversation; null when there is none. */
  get id() {
    return this.#chat?.id ?? null;
  }

  open(conversationId) {
    this.#typing.quiet();
    this.#chat = new Chat(this.#client, conversationId, this.#changed);
    this.#log.open(this.#chat, this.#client.userId);
    this.#composer.clear();
    document.body.classList.add('chatting');
    this.#changed();
    this.refresh().catch(() => {});
    requestAnimationFrame(() => this.#composer.focus());
  }

  close() {
    const { id } = this;
    this.#typing.quiet();
    this.#chat = null;
    document.body.classList.remove('chatting');
    this.#changed();
    document.querySelector(`[data-conversation="${id}"] button`)?.focus();
  }

  async refresh() {
    await this.#chat?.refresh();
  }

  render() {
    const mine = this.#inbox.get(this.id);
    byId('nothing').hidden = mine !== undefined;
    byId('conversation').hidden = mine === undefined;
    if (mine === undefined) {
      return;
    }
    byId('title').textContent = this.#inbox.title(mine);
    this.#showWho(mine);
    this.#settings.render(mine);
    byId('typing').textContent = writing(this.#typing.of(this.id));
    this.#log.render();
    this.#seen();
  }

  #listen() {
    const client = this.#client;
    const here = (handle) => (event) => {
      if (event.conversationId === this.id) {
        handle(event);
      }
    };
    client.on('message', (message) => this.#message(message));
    for (const event of ['message:edit', 'message:delete', 'message:pin']) {
      client.on(event, ({ message }) => this.#edited(message));
    }
    client.on('message:reaction', here((reaction) => this.#chat.reacted(reaction)));
    client.on('messages:expired', here(({ firstSeq }) => this.#chat.expired(firstSeq)));
    client.on('read:receipt', here(({ userId, seq }) => this.#chat.reached(userId, 'readSeq', seq)));
    client.on('delivered:receipt', here(({ userId, seq }) =>
      this.#chat.reached(userId, 'deliveredSeq', seq)));
  }

  #message(message) {
    const { conversationId, senderId, seq } = message;
    this.#inbox.message(message);
    this.#typing.stopped(conversationId, senderId);
    if (conversationId === this.id) {
      this.#chat.put(message);
    }
    if (senderId !== this.#client.userId) {
      this.#delivered(conversationId, seq);
    }
  }

  #edited(message) {
    this.#inbox.edited(message);
    if (message.conversationId === this.id) {
      this.#chat.edited(message);
    }
  }

  async #send(text) {
    this.#typing.quiet();
    this.#log.toEnd();
    await this.#chat.send(text);
  }

  #act(name, message, value) {
    const { messageId } = message;
    switch (name) {
      case 'react':
        this.#change('message:react', { messageId, ...value });
        break;
      case 'edit':
        this.#composer.edit(message);
        break;
      default:
        this.#delete(message);
    }
  }

  #edit({ messageId }, text) {
    this.#change('message:edit', { messageId, content: { type: 'text', text } });
  }

  async #delete({ messageId }) {
    if (await confirmDelete()) {
      this.#change('message:delete', { messageId });
    }
  }

  #editLast() {
    const own = this.#chat.messages.filter(({ senderId, seq, content }) =>
      senderId === this.#client.userId && seq !== undefined && content?.type === 'text');
    if (own.length > 0) {
      this.#composer.edit(own.at(-1));
    }
  }

  async #change(method, params) {
    try {
      this.#inbox.edited(await this.#chat.change(method, params));
    } catch {
      // Refused: what is shown is still what is stored.
    }
  }

  /** Tells that everything was read, once the end can be seen. */
  async #seen() {
    const mine = this.#inbox.get(this.id);
    const seq = this.#chat?.lastSeq ?? 0;
    const isSeen = document.hasFocus() && this.#log.atEnd;
    if (!isSeen || mine === undefined || seq <= mine.readSeq || seq <= (this.#told.get(this.id) ?? 0)) {
      return;
    }
    const conversationId = this.id;
    this.#told.set(conversationId, seq);
    try {
      await this.#client.call('message:read', { conversationId, seq });
      this.#inbox.read(conversationId, seq);
    } catch {
      this.#told.delete(conversationId);
    }
  }

  /** Tells that this device has the messages, those of a moment in one. */
  #delivered(conversationId, seq) {
    if (!this.#deliveries.has(conversationId)) {
      setTimeout(() => {
        const upTo = { conversationId, seq: this.#deliveries.get(conversationId) };
        this.#deliveries.delete(conversationId);
        this.#client.call('message:delivered', upTo).catch(() => {});
      }, DELIVERED_WITHIN_MS);
    }
    this.#deliveries.set(conversationId, seq);
  }

  #showWho(mine) {
    const { conversation } = mine;
    const other = this.#inbox.other(mine);
    const words = conversation.type === 'direct'
      ? [[this.#presence.of(other), this.#presence.words(other)]]
      : this.#members(conversation);
    const shown = JSON.stringify(words);
    const who = byId('members');
    if (who.dataset.shown !== shown) {
      who.dataset.shown = shown;
      who.replaceChildren(...words.map(([status, text, said]) =>
        h('span', {}, status && h(`span.dot.${status}`), said && unseen(said), text)));
    }
  }

  /** @returns {[string, string, string][]} how they are, what is shown, and what is only said */
  #members({ memberCount }) {
    const { members } = this.#chat;
    if (members.length === 0) {
      return [[undefined, `${memberCount} members`]];
    }
    this.#presence.watch(members.slice(0, SHOWN_MEMBERS));
    const last = members.length - 1;
    return members.map((name, i) => {
      const status = this.#presence.of(name);
      return [status, i < last ? `${name}, ` : name, status && `${status} `];
    });
  }
}

function writing(names) {
  return names.length === 0 ? '' : `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} writing …`;
}
