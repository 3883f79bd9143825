package dev.parley.gateway.conformance;

import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.error.ErrorCode;

/**
 * A client of one door, in the words of a session: what every wire protocol must be able to say.
 * What is expected is expected next; a failure names what came instead.
 */
public interface Peer extends AutoCloseable {

  /** Opens connections by one wire protocol. */
  interface Door {

    /** Connects with a token; {@code ready} has not been read. */
    Peer connect(String token);
  }

  /** How a call was refused. */
  record Refusal(ErrorCode code, String message, boolean retryable) {}

  /**
   * Calls a method.
   *
   * @param number what its answer is known by, not used before on this connection
   * @param params JSON with single quotes for double ones
   */
  void call(int number, String method, String params);

  /** The payload of the event that comes next, as it came. */
  String event(String name);

  /** The result that comes next, as it came. */
  String result(int number);

  /** The refusal that comes next. */
  Refusal refused(int number);

  /** Why the server ended the connection, waiting for it. */
  CloseCode closed();

  /** Ends the connection without a word. */
  void cut();

  /** Ends the connection as clients should. */
  @Override
  void close();
}
