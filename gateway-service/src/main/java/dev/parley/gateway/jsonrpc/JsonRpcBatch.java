package dev.parley.gateway.jsonrpc;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Answer;
import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.Transport;

/**
 * The responses to one batch, in the order in which they come: one frame with all of them when the
 * last is there (JSON-RPC 2.0, section 6). Only on the connection's loop.
 */
final class JsonRpcBatch {

  /** What all batches of one connection may collect together. */
  static final class Room {

    private long left;

    /**
     * @param bytes of responses, about
     */
    Room(long bytes) {
      this.left = bytes;
    }
  }

  private final Transport transport;
  private final Room room;
  private final StringBuilder responses = new StringBuilder("[");
  private int awaited;
  private int bytes;

  /**
   * @param awaited how many responses there will be, at least 1
   */
  JsonRpcBatch(Transport transport, int awaited, Room room) {
    this.transport = transport;
    this.awaited = awaited;
    this.room = room;
  }

  /**
   * Where the response to one of its elements goes.
   *
   * @param id the JSON text of its id; null when it is not known
   */
  Answer answer(String id) {
    return new One(id);
  }

  private void add(Frame response) {
    responses.append(responses.length() == 1 ? "" : ",").append(response.text());
    bytes += response.length();
    room.left -= response.length();
    if (--awaited == 0) {
      room.left += bytes;
      transport.write(Frame.of(responses.append(']').toString(), Frame.Kind.REPLY));
    }
  }

  private final class One implements Answer {

    private final String id;

    One(String id) {
      this.id = id;
    }

    @Override
    public void result(RawJson result) {
      if (result.length() > room.left) {
        error(ErrorCode.TOO_LARGE, "too much is asked for in one batch: ask for it alone");
      } else {
        add(FrameWriter.result(id, result));
      }
    }

    @Override
    public void error(ErrorCode code, String message) {
      add(FrameWriter.error(id, code, message));
    }

    @Override
    public void limited(long retryAfterMillis) {
      add(FrameWriter.limited(id, retryAfterMillis));
    }
  }
}
