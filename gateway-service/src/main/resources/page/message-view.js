import { avatar, clockTime, h, unseen } from './dom.js';

const EMOJI = ['👍', '❤️', '😂', '🎉', '😮', '😢'];

const CHANGES = {
  updated: 'changed the conversation',
  members_added: 'added',
  members_removed: 'removed',
  member_joined: 'joined',
  member_left: 'left',
  role_changed: 'changed the role of',
};

/**
 * What a message looks like.
 *
 * @param {object} message
 * @param {object} context `me`, `first` (of several by one sender), `receipts`, `act(name, message,
 *     value)`
 * @returns {Node[]}
 */
export function messageContent(message, context) {
  const { content, senderId } = message;
  if (content?.type === 'system') {
    return [h('p.note', {}, systemText(senderId, content.system))];
  }
  const own = senderId === context.me;
  return [
    !own && (context.first ? avatar(senderId) : h('span.avatar.none', {})),
    h('div.bubble', {},
      context.first && h(own ? 'span.unseen' : 'span.sender', {}, own ? 'You' : senderId),
      body(message),
      h('span.meta', {},
        message.editedAt && !message.deletedAt && 'edited · ',
        h('time', { datetime: message.sentAt }, clockTime(message.sentAt)),
        own && state(message, context.receipts)),
      reactions(message, context)),
    message.seq !== undefined && !message.deletedAt && tools(message, own, context),
  ].filter(Boolean);
}

function systemText(senderId, { change, userIds = [] }) {
  const whom = userIds.filter((id) => id !== senderId).join(', ');
  return `${senderId} ${CHANGES[change] ?? change} ${whom}`.trim();
}

function body({ content, deletedAt, failed }) {
  if (deletedAt) {
    return h('p.text.gone', {}, 'This message was deleted');
  }
  const text = content.text ?? content.attachment?.name ?? content.location?.name ?? `[${content.type}]`;
  return h('p.text', { dir: 'auto' }, text, failed && h('span.failed', {}, ` Not sent: ${failed}`));
}

function state({ seq, failed }, receipts) {
  if (failed) {
    return h('span.ticks.failed', { title: 'Not sent' }, ' ⚠', unseen('Not sent'));
  }
  if (seq === undefined) {
    return h('span.ticks', { title: 'Being sent' }, ' ◌', unseen('Being sent'));
  }
  const { read, delivered, others } = receipts;
  const say = read.length > 0 ? `Read by ${read.join(', ')}`
    : delivered.length > 0 ? `Delivered to ${delivered.join(', ')}` : 'Stored';
  const all = (names) => others > 0 && names.length === others;
  return h(all(read) ? 'span.ticks.read' : 'span.ticks', { title: say },
    all(delivered) ? ' ✓✓' : ' ✓', unseen(say));
}

function reactions(message, { me, act }) {
  const all = message.reactions ?? [];
  if (all.length === 0 || message.deletedAt) {
    return null;
  }
  return h('span.reactions', {}, ...all.map(({ emoji, count, userIds }) => {
    const mine = userIds.includes(me);
    return h('button.reaction', {
      type: 'button',
      'aria-pressed': String(mine),
      'aria-label': `${emoji} by ${userIds.join(', ')}`,
      title: userIds.join(', '),
      onclick: () => act('react', message, { emoji, remove: mine }),
    }, `${emoji} ${count}`);
  }));
}

function tools(message, own, { act }) {
  const button = (label, shows, ...what) => h('button', {
    type: 'button', 'aria-label': label, title: label, onclick: () => act(...what),
  }, shows);
  return h('div.tools', { role: 'group', 'aria-label': 'What can be done with this message' },
    ...EMOJI.map((emoji) => button(`React with ${emoji}`, emoji, 'react', message, { emoji, remove: false })),
    own && button('Edit', '✎', 'edit', message),
    own && button('Delete', '🗑', 'delete', message));
}
