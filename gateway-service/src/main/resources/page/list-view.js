import { avatar, byId, clockTime, h, unseen } from './dom.js';

/** The list of conversations; each is a button. */
export class ListView {
  #inbox;
  #presence;
  #typing;
  #open;
  #rows = new Map();

  constructor(inbox, presence, typing, open) {
    this.#inbox = inbox;
    this.#presence = presence;
    this.#typing = typing;
    this.#open = open;
  }

  render(current) {
    const rows = this.#inbox.all.map((mine) => this.#row(mine, current));
    const list = byId('list');
    rows.forEach((row, index) => {
      if (list.children[index] !== row) {
        list.insertBefore(row, list.children[index] ?? null);
      }
    });
    while (list.children.length > rows.length) {
      list.lastChild.remove();
    }
    byId('list-empty').hidden = rows.length > 0;
    showUnread(this.#inbox.unreadOfAll);
  }

  /** The same element for the same conversation, so that the focus stays where it is. */
  #row(mine, current) {
    const id = mine.conversation.conversationId;
    if (!this.#rows.has(id)) {
      const button = h('button.row', { type: 'button', onclick: () => this.#open(id) });
      this.#rows.set(id, h('li', { 'data-conversation': id }, button));
    }
    const row = this.#rows.get(id);
    const [button] = row.children;
    button.toggleAttribute('aria-current', id === current);
    const shown = JSON.stringify(this.#shown(mine));
    if (button.dataset.shown !== shown) {
      button.dataset.shown = shown;
      button.replaceChildren(...this.#content(this.#shown(mine)));
    }
    return row;
  }

  #shown(mine) {
    const { conversation, lastMessage } = mine;
    const other = this.#inbox.other(mine);
    return {
      title: this.#inbox.title(mine),
      there: other && this.#presence.of(other),
      unread: this.#inbox.unread(mine),
      pinned: mine.pinned,
      muted: mine.muted,
      at: lastMessage?.sentAt,
      last: this.#typing.of(conversation.conversationId).length > 0 ? 'writing …' : preview(lastMessage),
    };
  }

  #content({ title, there, unread, pinned, muted, at, last }) {
    return [
      h('span.face', {}, avatar(title), there && h(`span.dot.${there}`, {}, unseen(there))),
      h('span.what', {}, h('span.name', {}, title, pinned && sign('📌', 'pinned'), muted && sign('🔕', 'muted')), h('span.last', {}, last)),
      h('span.when', {},
        at && h('time', { datetime: at }, clockTime(at)),
        unread > 0 && h(muted ? 'span.unread.quiet' : 'span.unread', {}, String(unread), unseen(' unread'))),
    ];
  }
}

const sign = (shown, said) =>
  h(`span.sign.${said}`, { title: said }, h('span', { 'aria-hidden': 'true' }, shown), unseen(said));

/** Above the page, where it is seen in another window too. */
function showUnread(unread) {
  const title = unread > 0 ? `(${unread}) Parley` : 'Parley';
  if (document.title !== title) {
    document.title = title;
    byId('icon').href = unread > 0 ? 'page/icon-unread.svg' : 'page/icon.svg';
  }
}

function preview(message) {
  if (message === undefined || message === null) {
    return 'No messages yet';
  }
  if (message.deletedAt) {
    return 'Message deleted';
  }
  const { type, text } = message.content ?? {};
  return type === 'text' ? text.slice(0, 80) : type === 'system' ? 'Members have changed' : `[${type}]`;
}
