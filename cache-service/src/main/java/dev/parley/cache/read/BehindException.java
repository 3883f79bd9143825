package dev.parley.cache.read;

/** The models cannot answer in time: message-service is to be asked. Without a stack trace. */
class BehindException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BehindException(String message) {
    super(message, null, false, false);
  }
}
