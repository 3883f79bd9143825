package dev.parley.contracts.error;

/**
 * Why the server ends a connection: WebSocket close codes (RFC 6455, section 7.4; 4000 to 4999 are
 * free for applications).
 */
public enum CloseCode {
  /** The server is going away; connect to another gateway. */
  GOING_AWAY(1001, "going_away", true),
  /** The server ran into a fault. */
  INTERNAL(1011, "internal", true),
  /** The token that opened the connection has expired; connect with a new one. */
  TOKEN_EXPIRED(4001, "token_expired", true),
  /** The client reads more slowly than the server has to send to it. */
  SLOW_CONSUMER(4002, "slow_consumer", true),
  /** The session was ended from elsewhere; its token is of no use any more. */
  SESSION_REVOKED(4003, "session_revoked", false),
  /** The client went on asking far beyond the rate that it was told. */
  RATE_LIMITED(4004, "rate_limited", true),
  /** The user has opened more connections than one may have: this was the oldest. */
  TOO_MANY_CONNECTIONS(4005, "too_many_connections", false);

  private final int number;
  private final String reason;
  private final boolean reconnect;

  CloseCode(int number, String reason, boolean reconnect) {
    this.number = number;
    this.reason = reason;
    this.reconnect = reconnect;
  }

  public int number() {
    return number;
  }

  /** The close frame's reason. */
  public String reason() {
    return reason;
  }

  /** Whether the client should connect again. */
  public boolean reconnect() {
    return reconnect;
  }
}
