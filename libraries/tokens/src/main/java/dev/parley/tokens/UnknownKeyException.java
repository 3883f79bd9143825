package dev.parley.tokens;

import org.jose4j.lang.UnresolvableKeyException;

/** A token names a key that is not, or not yet, among those that are known. */
final class UnknownKeyException extends UnresolvableKeyException {

  private static final long serialVersionUID = 1L;

  UnknownKeyException() {
    super("the token names a key that is not known");
  }
}
