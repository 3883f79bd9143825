package dev.parley.contracts.presence;

import dev.parley.contracts.command.Check;

/**
 * {@code presence:set}: what the caller chooses, in place of what it chose before.
 *
 * @param status one of {@link PresenceStatus#CHOICES}; null for {@code online}
 * @param text free text beside it, at most {@value #MAX_TEXT_BYTES} bytes; null or empty for none
 * @param expiresInSeconds after which time nothing is chosen any more, 1 to {@value #MAX_SECONDS};
 *     null for never
 */
public record SetPresence(String status, String text, Long expiresInSeconds) {

  public static final int MAX_TEXT_BYTES = 512;

  /** 30 days. */
  public static final long MAX_SECONDS = 2_592_000;

  /**
   * Checks shape and sizes.
   *
   * @return this
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  public SetPresence check() {
    if (status != null) {
      Check.oneOf("status", status, PresenceStatus.CHOICES.toArray(String[]::new));
    }
    Check.optionalText("text", text, MAX_TEXT_BYTES);
    Check.seconds("expiresInSeconds", expiresInSeconds, MAX_SECONDS);
    return this;
  }
}
