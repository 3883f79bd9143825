package dev.parley.redisstreams;

/**
 * The stream is not there, and the channel does not create streams ({@code create-stream=false}).
 */
public final class NoSuchStreamException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NoSuchStreamException(String stream) {
    super("no such stream: " + stream, null, false, false);
  }
}
