package dev.parley.redisstreams;

/**
 * What was to be published belongs to a partition that this process reads no more. Nothing was
 * sent; the entry is the next owner's.
 */
public final class LeaseLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LeaseLostException(String stream) {
    super("the lease ended before " + stream + " was written", null, false, false);
  }
}
