package dev.parley.contracts.command;

/**
 * {@code message:react}: add or take back the caller's reaction; each user has one of each emoji.
 * Answered by {@code MessageChanged}.
 *
 * @param emoji 1 to {@value #MAX_EMOJI_BYTES} bytes of UTF-8 without white space
 * @param remove true to take it back; null is false
 */
public record ReactToMessage(String messageId, String emoji, Boolean remove)
    implements MessageCommand {

  /** Upper bound of an emoji, in bytes of UTF-8: the longest sequences of Unicode have about 35. */
  public static final int MAX_EMOJI_BYTES = 64;

  @Override
  public ReactToMessage check() {
    Check.messageId("messageId", messageId);
    Check.text("emoji", emoji, MAX_EMOJI_BYTES);
    if (emoji.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new InvalidFieldException("emoji", "must have no white space");
    }
    return this;
  }

  public boolean removes() {
    return Boolean.TRUE.equals(remove);
  }
}
