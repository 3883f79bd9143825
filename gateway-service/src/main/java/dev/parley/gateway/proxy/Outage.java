package dev.parley.gateway.proxy;

import io.vertx.httpproxy.ProxyResponse;

/** A request that was passed on, or was to be, and has no answer that is worth anything. */
final class Outage extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** What happened. */
  enum Kind {
    /** No connection in time: nothing of the request was sent. */
    UNREACHABLE,
    /** The connection ended before there was an answer. */
    BROKEN,
    /** No answer in time. */
    TIMEOUT,
    /** It answered with 502, 503 or 504. */
    UNAVAILABLE,
    /** The address is left out, and was not asked. */
    LEFT_OUT,
    /** Too many wait for a connection already. */
    BUSY,
    /** The client did not send its body in time. */
    CLIENT_SLOW,
    /** The client went away. */
    CLIENT_GONE,
    /** The body is larger than allowed. */
    TOO_LARGE;

    /** Whether it says something against the address. */
    boolean isItsFault() {
      return this == UNREACHABLE || this == BROKEN || this == TIMEOUT || this == UNAVAILABLE;
    }
  }

  final Kind kind;

  /** The answer of 502, 503 or 504; null when there is none. */
  final transient ProxyResponse response;

  Outage(Kind kind) {
    this(kind, null);
  }

  Outage(Kind kind, ProxyResponse response) {
    super(kind.name(), null, false, false);
    this.kind = kind;
    this.response = response;
  }
}
