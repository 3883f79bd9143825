import { ParleyError } from './parley/parley.js';
import { byId } from './dom.js';
import { KeptToken } from './kept-token.js';

const NAME = 'parley.name';
const SAID = 'parley.said';

/**
 * Who one is, for this tab. In a local run a name is enough; where the gateway makes no tokens, one
 * has to be brought.
 */
export class SignIn {
  #brought = null;
  #kept = new KeptToken(sessionStorage, (...request) => fetch(...request));
  #isLeaving = false;

  constructor(onSignedIn) {
    this.problem(sessionStorage.getItem(SAID) ?? '');
    sessionStorage.removeItem(SAID);
    byId('sign-in-form').addEventListener('submit', async (event) => {
      event.preventDefault();
      this.#brought = byId('token').value.trim() || null;
      const name = byId('name').value.trim();
      try {
        await this.token(name);
        sessionStorage.setItem(NAME, name);
        this.problem('');
        onSignedIn(name);
      } catch (failure) {
        this.problem(failure.message);
      }
    });
  }

  get name() {
    return sessionStorage.getItem(NAME);
  }

  forget() {
    sessionStorage.removeItem(NAME);
    this.#kept.forget();
  }

  /** Ends the session, where there is one, and begins anew with the sign-in. */
  signOut() {
    this.#kept.end();
    this.leave('');
  }

  /** Begins anew with the sign-in, which says why. */
  leave(why) {
    if (!this.#isLeaving) {
      this.#isLeaving = true;
      this.forget();
      sessionStorage.setItem(SAID, why);
      location.reload();
    }
  }

  problem(text) {
    byId('sign-in-problem').textContent = text;
  }

  /** There is no connection: perhaps since the token is good no more. */
  checkToken() {
    this.#kept.check().catch(() => {});
  }

  /** A token for that name; fails for good where there is no use in trying again. */
  async token(name) {
    try {
      return this.#brought ?? (await this.#kept.of(name));
    } catch (failure) {
      throw failure.status === undefined ? failure : await this.#refusal(failure);
    }
  }

  async #refusal(response) {
    if (response.status === 404) {
      byId('token-field').hidden = false;
      byId('sign-in-hint').textContent = 'Say who you are, with a token of your identity provider.';
      return new ParleyError('no_token', 'This gateway makes no tokens: bring one.', false);
    }
    if (response.status === 400) {
      return new ParleyError('wrong_name', (await response.json()).detail, false);
    }
    return new Error(`There is no token now (${response.status}).`);
  }
}
