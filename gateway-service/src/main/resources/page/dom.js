/** @returns {HTMLElement} the element of that id, which is there */
export const byId = (id) => document.getElementById(id);

/**
 * A new element. Text is always text, never markup.
 *
 * @param {string} tag with its classes, such as `span.name`
 * @param {object} attributes those that are null, undefined or false are left out
 * @param {...(Node|string)} children
 */
export function h(tag, attributes, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  element.className = classes.join(' ');
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (value != null && value !== false) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** Text that only screen readers tell. */
export const unseen = (text) => h('span.unseen', {}, text);

/** Calls at most once per frame, after whatever happens now. */
export function soon(task) {
  let due = false;
  return () => {
    if (!due) {
      due = true;
      requestAnimationFrame(() => {
        due = false;
        task();
      });
    }
  };
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export const clockTime = (instant) => CLOCK.format(new Date(instant));
export const day = (instant) => DAY.format(new Date(instant));

/** The time of today, with the day before it on any other day. */
export function instant(at) {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return isToday ? clockTime(at) : `${day(at)}, ${clockTime(at)}`;
}

/** One of the colours of the style sheet, always the same for a name. */
export function hue(name) {
  let hash = 0;
  for (const char of name) {
    hash = (hash * 31 + char.codePointAt(0)) % 8;
  }
  return `hue-${hash}`;
}

/** A round picture of a name. */
export const avatar = (name) =>
  h(`span.avatar.${hue(name)}`, { 'aria-hidden': 'true' }, [...name][0]?.toUpperCase() ?? '?');
