package dev.parley.redisstreams;

import java.lang.reflect.Type;

/**
 * The payload of an entry is not what the application's method takes. It will not be on the next
 * attempt either, so the entry goes to the dead letters at once.
 *
 * <p>The message says where the entry is and what kind of failure it was. The failure itself is not
 * kept, because decoders quote the payload in their messages.
 */
public final class UndecodableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An entry that could not be decoded.
   *
   * @param stream the stream as Redis knows it, partition included
   * @param id the entry's id
   * @param target what it should have become
   * @param cause what the decoder threw; only its class is used
   */
  public UndecodableException(String stream, String id, Type target, Throwable cause) {
    super(
        "entry %s of %s is no %s: %s"
            .formatted(id, stream, target.getTypeName(), cause.getClass().getName()),
        null,
        false,
        false);
  }

  /** An entry without a payload. */
  public UndecodableException(String stream, String id) {
    super("entry %s of %s has no field 'data'".formatted(id, stream), null, false, false);
  }
}
