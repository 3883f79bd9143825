/** How long to wait before trying again: exponential, with full jitter. */
export class Backoff {
  #minMs;
  #maxMs;
  #random;

  /**
   * @param {number} minMs upper bound of the first wait
   * @param {number} maxMs upper bound of all waits
   * @param {() => number} random 0 to 1
   */
  constructor(minMs, maxMs, random) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
    this.#random = random;
  }

  /** @param {number} attempt 1 after the first failure */
  delayMs(attempt) {
    return this.#random() * Math.min(this.#maxMs, this.#minMs * 2 ** (attempt - 1));
  }
}
