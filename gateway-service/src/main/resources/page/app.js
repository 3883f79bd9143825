import { ParleyClient } from './parley/parley.js';
import { byId, soon } from './dom.js';
import { showStatus } from './badge.js';
import { Conversing } from './conversing.js';
import { askForConversation } from './dialogs.js';
import { Inbox } from './inbox.js';
import { ListView } from './list-view.js';
import { OwnStatus } from './own-status.js';
import { Presence } from './presence.js';
import { Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';
import { Typing } from './typing.js';

const NARROW = matchMedia('(max-width: 40rem)');

const signIn = new SignIn(start);
byId('sign-out').addEventListener('click', () => signIn.signOut());
if (signIn.name === null) {
  byId('name').focus();
} else {
  start(signIn.name);
}

/** Everything of one user, until the page is left. */
function start(name) {
  const client = new ParleyClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
    getToken: () => signIn.token(name),
  });
  const render = soon(() => {
    presence.watch([client.userId, ...inbox.all.map((mine) => inbox.other(mine))]);
    list.render(conversing.id);
    conversing.render();
    own.render();
  });
  const inbox = new Inbox(client, render);
  const presence = new Presence(client, render);
  const own = new OwnStatus(client, presence, () => signIn.token(name));
  new Sessions(() => signIn.token(name));
  const typing = new Typing(client, render);
  const conversing = new Conversing(client, inbox, typing, presence, render);
  const list = new ListView(inbox, presence, typing, (id) => conversing.open(id));

  client.on('status', (status) => ended(status) || showStatus(status));
  client.on('synced', () => refresh(inbox, conversing));
  askForConversation(async (wanted) => {
    const { conversationId } = await client.call('conversation:create', wanted);
    conversing.open(conversationId);
  });
  window.addEventListener('online', () => client.reconnect());
  byId('my-name').textContent = name;
  byId('sign-in').hidden = true;
  byId('app').hidden = false;
  client.connect();
  if (!NARROW.matches) {
    byId('new').focus();
  }
}

/** What was changed while one was away is read anew. */
async function refresh(inbox, conversing) {
  try {
    await inbox.refresh();
    await conversing.refresh();
  } catch {
    // The connection is gone again: the next one begins with this.
  }
}

/** Without a token, or with one that was revoked, there is nothing but to sign in again. */
function ended({ state, reason, message }) {
  if (state === 'offline') {
    signIn.checkToken();
  }
  if (state === 'closed' && reason === 'session_revoked') {
    signIn.leave('You were signed out. Sign in again to go on.');
    return true;
  }
  if (state !== 'closed' || !['no_token', 'wrong_name'].includes(reason)) {
    return false;
  }
  signIn.forget();
  byId('app').hidden = true;
  byId('sign-in').hidden = false;
  signIn.problem(message);
  return true;
}
