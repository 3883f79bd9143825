import { Backoff } from './backoff.js';

const PROTOCOL = 'parley.v1';
const OPEN = 1;
const NORMAL = 1000;
const TRY_AGAIN = 4900;

/** Close codes after which there is no use in connecting again (see the server's list). */
const FINAL = new Map([
  [1008, 'policy'],
  [4003, 'session_revoked'],
  [4005, 'too_many_connections'],
]);

/**
 * One connection to a gateway at a time, for as long as it is wanted: connects, reads and writes
 * JSON-RPC frames, and connects again when it ends, unless the server says that it is no use.
 *
 * Tells its `listener`: `ready(params)`, `notification(method, params)`, `response(frame)`,
 * `down()` once after each `ready`, and `status(status)`.
 */
export class Connection {
  #options;
  #listener;
  #backoff;
  #socket = null;
  #timer = null;
  #attempt = 0;
  #wanted = false;
  #ready = false;

  /** Time of the last frame, in ms of `timers.now()`. */
  lastFrameAt = 0;

  /**
   * @param {object} options `url`, `getToken`, `webSocket`, `timers`, `random`, `readyWithinMs`,
   *     `reconnectMinMs`, `reconnectMaxMs`
   * @param {object} listener see above
   */
  constructor(options, listener) {
    this.#options = options;
    this.#listener = listener;
    this.#backoff = new Backoff(options.reconnectMinMs, options.reconnectMaxMs, options.random);
  }

  get isReady() {
    return this.#ready;
  }

  /** Connects, and stays connected until `close`. */
  open() {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#attempt = 0;
      this.#connect();
    }
  }

  /** Ends the connection for good, or until `open`. */
  close() {
    this.#end({ state: 'closed', reason: 'closed' });
  }

  /** Leaves for a new connection at once: this one seems dead, or the network is back. */
  reconnect() {
    if (this.#wanted) {
      this.#clearTimer();
      this.#drop(TRY_AGAIN);
      this.#connect();
    }
  }

  /** @returns {boolean} whether it was written */
  send(frame) {
    if (!this.#ready || this.#socket.readyState !== OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  async #connect() {
    this.#status({ state: 'connecting', attempt: this.#attempt });
    const connecting = {};
    this.#socket = connecting;
    this.#after(this.#options.readyWithinMs, () => this.#lost('no ready in time'));
    try {
      const token = await this.#options.getToken();
      if (this.#socket === connecting) {
        const { webSocket, url } = this.#options;
        const address = typeof url === 'function' ? url() : url;
        this.#use(new webSocket(address, [PROTOCOL, `bearer.${token}`]));
      }
    } catch (failure) {
      if (this.#socket === connecting) {
        this.#refused(failure);
      }
    }
  }

  #refused(failure) {
    if (failure?.retryable === false) {
      this.#end({ state: 'closed', reason: failure.code ?? 'no_token', message: failure.message });
    } else {
      this.#lost(failure?.message ?? 'no token');
    }
  }

  #use(socket) {
    this.#socket = socket;
    const current = (handle) => (event) => {
      if (this.#socket === socket) {
        handle(event);
      }
    };
    socket.onmessage = current((event) => this.#receive(event.data));
    socket.onclose = current((event) => this.#closed(event.code, event.reason));
    socket.onerror = () => {};
  }

  #receive(text) {
    this.lastFrameAt = this.#options.timers.now();
    const frame = JSON.parse(text);
    if (frame.method === undefined) {
      this.#listener.response(frame);
    } else if (frame.method === 'ready') {
      this.#becomeReady(frame.params);
    } else {
      this.#notified(frame.method, frame.params ?? {});
    }
  }

  #becomeReady(params) {
    this.#clearTimer();
    this.#attempt = 0;
    this.#ready = true;
    this.#listener.ready(params);
  }

  #notified(method, params) {
    if (method === 'reconnect') {
      // Everybody here was told the same: spread over the time that there is.
      const withinMs = params.withinMillis ?? 0;
      this.#after(this.#options.random() * withinMs, () => this.reconnect());
    } else if (method === 'session:revoked') {
      this.#listener.notification(method, params);
      this.#end({ state: 'closed', reason: 'session_revoked', message: params.reason });
    } else {
      this.#listener.notification(method, params);
    }
  }

  #closed(code, reason) {
    if (FINAL.has(code)) {
      this.#end({ state: 'closed', code, reason: FINAL.get(code) });
    } else {
      this.#lost(reason || `closed with ${code}`);
    }
  }

  /** The connection is gone and another one is wanted. */
  #lost(reason) {
    this.#clearTimer();
    this.#drop(TRY_AGAIN);
    this.#attempt++;
    const retryInMs = this.#backoff.delayMs(this.#attempt);
    this.#status({ state: 'offline', attempt: this.#attempt, reason, retryInMs });
    this.#after(retryInMs, () => this.#connect());
  }

  #end(status) {
    if (this.#wanted) {
      this.#wanted = false;
      this.#clearTimer();
      this.#drop(NORMAL);
      this.#status(status);
    }
  }

  /** Forgets the socket, so that nothing it still says is heard. */
  #drop(code) {
    const socket = this.#socket;
    const wasReady = this.#ready;
    this.#socket = null;
    this.#ready = false;
    socket?.close?.(code);
    if (wasReady) {
      this.#listener.down();
    }
  }

  #status(status) {
    this.#listener.status(status);
  }

  #after(ms, task) {
    this.#clearTimer();
    this.#timer = this.#options.timers.set(task, ms);
  }

  #clearTimer() {
    this.#options.timers.clear(this.#timer);
    this.#timer = null;
  }
}
