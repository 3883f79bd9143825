package dev.parley.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.command.InvalidFieldException;
import org.junit.jupiter.api.function.Executable;

/** What the tests of the checks have in common. */
public final class Refusals {

  public static final String LONGEST_ID = "x".repeat(128);

  private static final String ID = " must be 1 to 128 letters, digits, '_' or '-'";
  private static final String USER_ID =
      " must be 1 to 128 letters, digits, or any of _ - . @ + : |";

  private Refusals() {}

  /** Fails unless the check refuses with this sentence, whose first word is the field. */
  public static void refused(String sentence, Executable check) {
    InvalidFieldException refusal = assertThrows(InvalidFieldException.class, check);
    assertEquals(sentence, refusal.getMessage());
    assertEquals(sentence.substring(0, sentence.indexOf(' ')), refusal.field());
  }

  public static void refusedAsId(String field, Executable check) {
    refused(field + ID, check);
  }

  public static void refusedAsUserId(String field, Executable check) {
    refused(field + USER_ID, check);
  }

  public static void refusedAsMessageId(Executable check) {
    refused("messageId must be <conversationId>:<seq>", check);
  }
}
