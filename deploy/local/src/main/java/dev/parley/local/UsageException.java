package dev.parley.local;

/** A command line that is not one: names the option, the value and what is allowed. */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String sentence) {
    super(sentence);
  }
}
