import { ParleyError } from './parley/parley.js';
import { byId } from './dom.js';

const KEY = 'parley.name';

/**
 * Who one is, for this tab. In a local run a name is enough; where the gateway makes no tokens, one
 * has to be brought.
 */
export class SignIn {
  #brought = null;

  constructor(onSignedIn) {
    byId('sign-in-form').addEventListener('submit', async (event) => {
      event.preventDefault();
      this.#brought = byId('token').value.trim() || null;
      const name = byId('name').value.trim();
      try {
        await this.token(name);
        sessionStorage.setItem(KEY, name);
        this.problem('');
        onSignedIn(name);
      } catch (failure) {
        this.problem(failure.message);
      }
    });
  }

  get name() {
    return sessionStorage.getItem(KEY);
  }

  forget() {
    sessionStorage.removeItem(KEY);
  }

  problem(text) {
    byId('sign-in-problem').textContent = text;
  }

  /** A token for that name; fails for good where there is no use in trying again. */
  async token(name) {
    if (this.#brought !== null) {
      return this.#brought;
    }
    const response = await fetch('/dev/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: name }),
    });
    if (response.status === 404) {
      byId('token-field').hidden = false;
      byId('sign-in-hint').textContent = 'Say who you are, with a token of your identity provider.';
      throw new ParleyError('no_token', 'This gateway makes no tokens: bring one.', false);
    }
    if (response.status === 400) {
      throw new ParleyError('wrong_name', (await response.json()).detail, false);
    }
    if (!response.ok) {
      throw new Error(`There is no token now (${response.status}).`);
    }
    return (await response.json()).token;
  }
}
