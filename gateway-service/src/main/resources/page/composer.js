import { byId } from './dom.js';

/** Where one writes: Enter sends, Shift and Enter begins a line, Escape ends an edit. */
export class Composer {
  #text = byId('text');
  #editing = null;

  /** @param {object} does `send(text)`, `edit(message, text)`, `writing(text)`, `editLast()` */
  constructor(does) {
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit(does);
    });
    byId('cancel-edit').addEventListener('click', () => this.clear());
    this.#text.addEventListener('input', () => {
      this.#grow();
      does.writing(this.#editing ? '' : this.#text.value);
    });
    this.#text.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submit(does);
      } else if (event.key === 'Escape' && this.#editing) {
        this.clear();
      } else if (event.key === 'ArrowUp' && this.#text.value === '') {
        event.preventDefault();
        does.editLast();
      }
    });
  }

  focus() {
    this.#text.focus();
  }

  clear() {
    this.#show(null, '');
  }

  edit(message) {
    this.#show(message, message.content.text);
    this.focus();
  }

  #submit(does) {
    const text = this.#text.value.trim();
    const editing = this.#editing;
    if (text === '') {
      return;
    }
    this.clear();
    if (editing) {
      does.edit(editing, text);
    } else {
      does.send(text);
    }
  }

  #show(editing, text) {
    this.#editing = editing;
    this.#text.value = text;
    byId('editing').hidden = editing === null;
    byId('send').textContent = editing === null ? 'Send' : 'Save';
    this.#grow();
  }

  #grow() {
    const lines = this.#text.value.split('\n').length;
    this.#text.rows = Math.min(6, Math.max(1, lines));
  }
}
