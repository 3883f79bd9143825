import { byId, day, h } from './dom.js';
import { messageContent } from './message-view.js';

const NEAR_PX = 80;
const SAME_SENDER_MS = 5 * 60 * 1000;

/** The messages of the open conversation. One of them can be reached by Tab, the others by arrows. */
export class LogView {
  #log = byId('log');
  #rows = new Map();
  #chat = null;
  #me;
  #act;
  #atEnd = true;

  /** @param {object} does `act(name, message, value)`, `older()`, `seen()` */
  constructor(does) {
    this.#act = does.act;
    this.#log.addEventListener('scroll', () => {
      this.#atEnd = this.#isNearEnd();
      byId('newest').hidden ||= this.#atEnd;
      if (this.#log.scrollTop < NEAR_PX) {
        does.older();
      }
      does.seen();
    });
    this.#log.addEventListener('keydown', (event) => this.#key(event));
    byId('newest').addEventListener('click', () => this.toEnd());
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.#log);
  }

  /** Whether the newest message can be seen. */
  get atEnd() {
    return this.#atEnd;
  }

  open(chat, me) {
    this.#chat = chat;
    this.#me = me;
    this.#rows.clear();
    this.#log.replaceChildren();
    this.#atEnd = true;
    byId('newest').hidden = true;
  }

  toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#atEnd = true;
    byId('newest').hidden = true;
  }

  /** Shows what the chat is now: what was there stays the same element, in its place. */
  render() {
    const { messages, isLoading, moreBefore } = this.#chat;
    const grown = messages.length > 0 && this.#log.lastElementChild?.dataset.key !== key(messages.at(-1));
    const fromEnd = this.#log.scrollHeight - this.#log.scrollTop;
    const prepends = this.#rows.size > 0 && !this.#rows.has(key(messages[0] ?? {}));
    this.#log.setAttribute('aria-busy', String(isLoading));
    this.#place(this.#elements(messages, moreBefore));
    if (this.#atEnd) {
      this.toEnd();
    } else if (prepends) {
      this.#log.scrollTop = this.#log.scrollHeight - fromEnd;
    } else if (grown) {
      byId('newest').hidden = false;
    }
  }

  #elements(messages, moreBefore) {
    const elements = [];
    let before;
    for (const message of messages) {
      if (before === undefined || day(before.sentAt) !== day(message.sentAt)) {
        elements.push(this.#row(`day ${day(message.sentAt)}`, () => h('h3.day', {}, day(message.sentAt))));
        before = undefined;
      }
      elements.push(this.#message(message, !continues(before, message)));
      before = message;
    }
    if (messages.length > 0 && !moreBefore) {
      elements.unshift(this.#row('begin', () => h('p.note', {}, 'This is the beginning.')));
    }
    return elements;
  }

  #message(message, first) {
    const own = message.senderId === this.#me;
    const row = this.#row(key(message), () =>
      h(own ? 'article.message.own' : 'article.message', {
        tabindex: '-1', 'data-key': key(message), 'data-seq': message.seq,
        'aria-label': `${own ? 'You' : message.senderId}`,
      }));
    const receipts = own && message.seq ? this.#chat.receipts(message.seq) : undefined;
    const shown = JSON.stringify([message, first, receipts]);
    if (row.dataset.shown !== shown) {
      row.dataset.shown = shown;
      row.classList.toggle('first', first);
      const focused = focusedControl(row);
      row.replaceChildren(...messageContent(message, {
        me: this.#me, first, receipts, act: this.#act,
      }));
      focused?.(row);
    }
    return row;
  }

  #row(name, make) {
    if (!this.#rows.has(name)) {
      const element = make();
      element.dataset.key = name;
      this.#rows.set(name, element);
    }
    return this.#rows.get(name);
  }

  #place(elements) {
    elements.forEach((element, index) => {
      if (this.#log.children[index] !== element) {
        this.#log.insertBefore(element, this.#log.children[index] ?? null);
      }
    });
    while (this.#log.children.length > elements.length) {
      this.#rows.delete(this.#log.lastElementChild.dataset.key);
      this.#log.lastElementChild.remove();
    }
  }

  /** Up and down go from message to message, and Home and End to both ends. */
  #key(event) {
    const all = [...this.#log.querySelectorAll('article')];
    const at = all.indexOf(document.activeElement.closest('article'));
    const to = {
      ArrowUp: at < 0 ? all.length - 1 : at - 1,
      ArrowDown: at < 0 ? all.length - 1 : at + 1,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to !== undefined && all[to] !== undefined) {
      event.preventDefault();
      all[to].focus();
    } else if (event.key === 'Escape') {
      byId('text').focus();
    }
  }

  #isNearEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_PX;
  }
}

const key = ({ seq, clientMessageId }) => (seq === undefined ? `sending ${clientMessageId}` : `seq ${seq}`);

function continues(before, message) {
  return before !== undefined && before.senderId === message.senderId &&
    before.content?.type !== 'system' &&
    new Date(message.sentAt) - new Date(before.sentAt) < SAME_SENDER_MS;
}

/** What puts the focus back to where it was, in the same place of the new content. */
function focusedControl(row) {
  if (row === document.activeElement || !row.contains(document.activeElement)) {
    return null;
  }
  const label = document.activeElement.getAttribute('aria-label');
  return (now) => {
    // The row first: its tools are shown only while the focus is in it.
    now.focus();
    [...now.querySelectorAll('button')]
      .find((button) => button.getAttribute('aria-label') === label)?.focus();
  };
}
