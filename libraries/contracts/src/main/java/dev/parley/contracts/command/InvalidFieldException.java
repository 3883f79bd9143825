package dev.parley.contracts.command;

/**
 * A field that is missing, of the wrong form or too large. Its message names the field and limit.
 */
public final class InvalidFieldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String field;

  public InvalidFieldException(String field, String problem) {
    super(field + " " + problem, null, false, false);
    this.field = field;
  }

  /** Path of the field, such as {@code content.text}. */
  public String field() {
    return field;
  }
}
