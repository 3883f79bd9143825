package dev.parley.gateway.jsonrpc;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.node.Doorkeeper;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Transport;
import dev.parley.gateway.uplink.Requests;
import io.quarkus.logging.Log;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** One client that speaks JSON-RPC. Only to be used on its {@link #loop}. */
final class JsonRpcConnection {

  private final Transport transport;
  private final Requests requests;
  private final Doorkeeper doorkeeper;
  private final long maxFrame;

  /** Requests that came before {@code ready}; together no more bytes than one frame may have. */
  private final Queue<Request> early = new ArrayDeque<>(0);

  private long earlyBytes;
  private Session session;

  /**
   * @param maxFrame bytes that a frame may have
   */
  JsonRpcConnection(Transport transport, Requests requests, Doorkeeper doorkeeper, long maxFrame) {
    this.transport = transport;
    this.requests = requests;
    this.doorkeeper = doorkeeper;
    this.maxFrame = maxFrame;
  }

  /** Where the other methods are to be called. */
  Executor loop() {
    return transport.loop();
  }

  void open(Identity identity) {
    session = doorkeeper.open(identity, transport, this::acceptEarly);
  }

  void close() {
    doorkeeper.closed(session);
  }

  /** A text frame has come. Whatever it is, it is answered. */
  void receive(String text) {
    byte[] frame = text.length() > maxFrame ? null : text.getBytes(StandardCharsets.UTF_8);
    if (frame == null || frame.length > maxFrame) {
      receiveTooLarge();
      return;
    }
    try {
      receive(FrameScanner.scan(frame), frame.length);
    } catch (InvalidFrameException e) {
      refuse(e.id(), e.code(), e.getMessage());
    }
  }

  /** Something has come that was too large to be read. */
  void receiveTooLarge() {
    refuse(null, ErrorCode.TOO_LARGE, "a frame may have at most " + maxFrame + " bytes");
  }

  /** A binary frame has come: there is nothing that it could mean. */
  void receiveBinary() {
    refuse(null, ErrorCode.INVALID_REQUEST, "requests are text frames");
  }

  private void receive(Request request, int bytes) {
    if (session.isReady()) {
      accept(request);
    } else if (earlyBytes + bytes <= maxFrame) {
      earlyBytes += bytes;
      early.add(request);
    } else {
      refuse(request.id(), ErrorCode.RATE_LIMITED, "too many requests before ready");
    }
  }

  private void acceptEarly() {
    early.forEach(this::accept);
    early.clear();
  }

  private void accept(Request request) {
    try {
      requests.accept(
          session, request.method(), request.params(), new JsonRpcAnswer(transport, request.id()));
    } catch (RuntimeException bug) {
      Log.errorf(bug, "%s of session %s failed", request.method(), session.id());
      refuse(request.id(), ErrorCode.INTERNAL, "the request failed");
    }
  }

  private void refuse(String id, ErrorCode code, String message) {
    transport.write(FrameWriter.error(id, code, message));
  }
}
