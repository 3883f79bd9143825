package dev.parley.redisstreams.connection;

/** Redis is away at the moment. The link goes on trying; nothing was sent. */
public final class NotConnectedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotConnectedException(String link) {
    super(link + ": not connected to Redis", null, false, false);
  }
}
