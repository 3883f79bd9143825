package dev.parley.local;

/** Why a run cannot start or go on: one sentence that says what to do, for whoever started it. */
public final class LocalRunException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LocalRunException(String sentence) {
    super(sentence);
  }

  public LocalRunException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
