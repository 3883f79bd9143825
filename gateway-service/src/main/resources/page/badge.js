import { byId } from './dom.js';

const TEXTS = {
  connecting: 'Connecting …',
  'catching-up': 'Catching up …',
  online: 'Online',
  offline: 'Offline',
  closed: 'Disconnected',
};

const REASONS = {
  too_many_connections: 'Open in too many places',
  policy: 'Refused by the server',
};

/** Shows where the connection stands. */
export function showStatus({ state, reason, retryInMs }) {
  const badge = byId('badge');
  const seconds = Math.ceil((retryInMs ?? 0) / 1000);
  badge.className = state;
  badge.textContent =
    state === 'closed' && REASONS[reason] ? REASONS[reason]
      : state === 'offline' && seconds > 1 ? `Offline, again in ${seconds} s`
        : TEXTS[state];
}
