package dev.parley.contracts.envelope;

/** Bytes that are not what the contract says. Never worth a retry: the same bytes fail again. */
public class MalformedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedException(String message) {
    super(message);
  }

  public MalformedException(String message, Throwable cause) {
    super(message, cause);
  }
}
