/** Why a request failed, with a stable code. */
export class ParleyError extends Error {
  /**
   * @param {string} code a code of the server's catalogue, or `disconnected`, `closed`, `overloaded`
   * @param {string} message one sentence for a human
   * @param {boolean} retryable whether the same request, sent again unchanged, may succeed
   * @param {number} [retryAfterMs] how long to wait before, where the server says so
   */
  constructor(code, message, retryable, retryAfterMs) {
    super(message);
    this.name = 'ParleyError';
    this.code = code;
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
  }

  /** @param {{code: number, message: string, data?: object}} error of a JSON-RPC response */
  static of(error) {
    const data = error.data ?? {};
    return new ParleyError(
      data.code ?? String(error.code), error.message, data.retryable === true, data.retryAfterMs);
  }
}
