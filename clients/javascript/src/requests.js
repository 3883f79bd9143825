import { Backoff } from './backoff.js';
import { ParleyError } from './error.js';

/**
 * Requests until they are answered. Those of one lane (the commands of a conversation) go one at a
 * time and keep their order, also when one has to be sent again; others overtake each other.
 *
 * A request that may be retried is sent again, as it was, after a lost connection, and after a pause
 * when the server says that this can help or does not answer. Bounded: `maxWaiting` requests
 * altogether, `maxInFlight` of them under way.
 */
export class Requests {
  #connection;
  #options;
  #backoff;
  #lanes = new Map();
  #inFlight = new Map();
  #waiting = 0;
  #lastId = 0;

  /**
   * @param {object} connection `isReady`, `send(frame)`, `lastFrameAt`, `reconnect()`
   * @param {object} options `timers`, `random`, `requestTimeoutMs`, `retryMinMs`, `retryMaxMs`,
   *     `maxWaiting`, `maxInFlight`
   */
  constructor(connection, options) {
    this.#connection = connection;
    this.#options = options;
    this.#backoff = new Backoff(options.retryMinMs, options.retryMaxMs, options.random);
  }

  /**
   * @param {string} method
   * @param {object} params
   * @param {object} how `lane`: a name, or undefined for none; `retry`; `giveUpAfterMs`;
   *     `maxFaults`: how often it is tried although the server fails at it
   * @returns {Promise<object>} the result; fails with a ParleyError
   */
  submit(method, params, { lane, retry = false, giveUpAfterMs = Infinity, maxFaults = 5 } = {}) {
    if (this.#waiting >= this.#options.maxWaiting) {
      return Promise.reject(
        new ParleyError('overloaded', `${this.#waiting} requests wait for an answer`, true));
    }
    if (!retry && !this.#connection.isReady) {
      return Promise.reject(new ParleyError('disconnected', 'there is no connection', true));
    }
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      const request = {
        id, method, params, retry, maxFaults, resolve, reject, lane: lane ?? id, tries: 0, faults: 0,
        resting: null,
      };
      if (giveUpAfterMs !== Infinity) {
        request.deadline = this.#options.timers.set(() => this.#giveUp(request), giveUpAfterMs);
      }
      this.#add(request);
      this.#pump();
    });
  }

  /** There is a connection: what waits is sent, and what the last one left unanswered. */
  up() {
    this.#pump();
  }

  /** The connection is gone, and with it the answers. */
  down() {
    const lost = [...this.#inFlight.values()];
    this.#inFlight.clear();
    for (const request of lost) {
      this.#options.timers.clear(request.limit);
      if (!request.retry) {
        this.#fail(request, new ParleyError('disconnected', 'the connection ended', true));
      }
    }
  }

  /** A response has come. One that nobody waits for any more is passed over. */
  answered(frame) {
    const request = this.#inFlight.get(frame.id);
    if (request === undefined) {
      return;
    }
    this.#landed(request);
    if (frame.error === undefined) {
      this.#done(request);
      request.resolve(frame.result);
    } else {
      this.#refused(request, ParleyError.of(frame.error));
    }
    this.#pump();
  }

  /** Nothing is sent any more, and who waits is told. */
  close() {
    this.#inFlight.clear();
    for (const lane of [...this.#lanes.values()]) {
      for (const request of [...lane]) {
        this.#fail(request, new ParleyError('closed', 'the client is closed', false));
      }
    }
  }

  #add(request) {
    const lane = this.#lanes.get(request.lane);
    if (lane === undefined) {
      this.#lanes.set(request.lane, [request]);
    } else {
      lane.push(request);
    }
    this.#waiting++;
  }

  #pump() {
    for (const [head] of this.#lanes.values()) {
      if (!this.#connection.isReady || this.#inFlight.size >= this.#options.maxInFlight) {
        return;
      }
      if (!this.#inFlight.has(head.id) && head.resting === null) {
        this.#dispatch(head);
      }
    }
  }

  #dispatch(request) {
    const { id, method, params } = request;
    if (this.#connection.send({ jsonrpc: '2.0', id, method, params })) {
      const sentAt = this.#options.timers.now();
      this.#inFlight.set(id, request);
      request.limit = this.#options.timers.set(
        () => this.#unanswered(request, sentAt), this.#options.requestTimeoutMs);
    }
  }

  /** The server answers in less than that: who has heard nothing at all meanwhile is cut off. */
  #unanswered(request, sentAt) {
    this.#landed(request);
    this.#refused(request, new ParleyError('timeout', 'there was no answer in time', true));
    if (this.#connection.lastFrameAt <= sentAt) {
      this.#connection.reconnect();
    }
    this.#pump();
  }

  #refused(request, error) {
    request.faults += error.code === 'internal' ? 1 : 0;
    if (!request.retry || !error.retryable || request.faults >= request.maxFaults) {
      this.#fail(request, error);
      return;
    }
    request.tries++;
    const pause = Math.max(this.#backoff.delayMs(request.tries), error.retryAfterMs ?? 0);
    request.resting = this.#options.timers.set(() => {
      request.resting = null;
      this.#pump();
    }, pause);
  }

  #giveUp(request) {
    this.#fail(request, new ParleyError('timeout', `no answer to ${request.method}`, true));
    this.#pump();
  }

  #fail(request, error) {
    this.#landed(request);
    this.#done(request);
    request.reject(error);
  }

  #landed(request) {
    this.#options.timers.clear(request.limit);
    this.#inFlight.delete(request.id);
  }

  #done(request) {
    this.#options.timers.clear(request.deadline);
    this.#options.timers.clear(request.resting);
    const lane = this.#lanes.get(request.lane);
    lane.splice(lane.indexOf(request), 1);
    this.#waiting--;
    if (lane.length === 0) {
      this.#lanes.delete(request.lane);
    }
  }
}
