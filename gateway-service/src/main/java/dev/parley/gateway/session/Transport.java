package dev.parley.gateway.session;

import dev.parley.contracts.error.CloseCode;
import java.util.concurrent.Executor;

/** A client's connection as its session needs it: it only writes and closes. */
public interface Transport {

  WireProtocol protocol();

  /**
   * The event loop of the connection. Runs tasks one after the other, in the order in which they
   * were given, never within {@code execute} itself. The same object for all connections of one
   * loop.
   */
  Executor loop();

  /**
   * Writes a frame; frames arrive in the order of the calls. When the client reads too slowly, what
   * may be dropped is dropped, by its {@linkplain Frame.Kind kind}; what is left out is made up for
   * by a resync. What cannot be written is dropped with the connection. Only on the {@link #loop}.
   */
  void write(Frame frame);

  /** Bytes that wait to be sent. From any thread, then about. */
  long outstanding();

  /**
   * Called a few times a second, on the {@link #loop}: pings the peer when that is due, and ends
   * the connection of one that no longer reads or answers.
   *
   * @param now by {@code System.nanoTime()}
   */
  void look(long now);

  /** Ends the connection; nothing is written any more. Only on the {@link #loop}. */
  void close(CloseCode code);
}
