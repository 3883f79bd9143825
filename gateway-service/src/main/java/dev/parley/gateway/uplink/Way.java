package dev.parley.gateway.uplink;

/** How what a client wants leaves the gateway. */
enum Way {
  /** To the owner of its conversation, in order with all that is about it; a reply comes back. */
  COMMAND,

  /** To any replica, in no order; a reply comes back. */
  QUERY,

  /** To the owner of its user, in order with all that is about that user. */
  SIGNAL,

  /** A query about presence: to any replica of presence-service, in no order. */
  PRESENCE_QUERY,

  /** A query that read models answer: to any replica of cache-service, in no order. */
  MODEL_QUERY,

  /**
   * As a command, but without a reply: the client is answered at once, and what cannot be passed on
   * is lost.
   */
  NOTICE
}
