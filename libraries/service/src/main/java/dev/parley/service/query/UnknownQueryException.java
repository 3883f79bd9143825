package dev.parley.service.query;

/** No handler answers queries of that type. */
final class UnknownQueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownQueryException(String type) {
    super("no query " + type, null, false, false);
  }
}
