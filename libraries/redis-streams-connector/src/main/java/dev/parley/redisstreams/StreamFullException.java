package dev.parley.redisstreams;

/**
 * A stream has more entries that its groups are not done with than {@code max-backlog}, or as many
 * delayed ones. Nothing was sent; the same message gets through when the stream has drained.
 */
public final class StreamFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StreamFullException(String stream, int bound) {
    super(stream + " is full: max-backlog is " + bound, null, false, false);
  }
}
