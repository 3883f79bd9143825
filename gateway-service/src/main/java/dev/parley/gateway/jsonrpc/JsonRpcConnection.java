package dev.parley.gateway.jsonrpc;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.node.Doorkeeper;
import dev.parley.gateway.session.Answer;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Transport;
import dev.parley.gateway.uplink.Requests;
import io.quarkus.logging.Log;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;

/** One client that speaks JSON-RPC. Only to be used on its {@link #loop}. */
final class JsonRpcConnection {

  /**
   * @param frame bytes that a frame may have
   * @param batch requests that a batch may have
   * @param batchedAnswers bytes of responses that may be collected for batches
   */
  record Limits(long frame, int batch, long batchedAnswers) {}

  private final Transport transport;
  private final Requests requests;
  private final Doorkeeper doorkeeper;
  private final Limits limits;
  private final JsonRpcBatch.Room room;

  /** Frames that came before {@code ready}; together no more bytes than one may have. */
  private final Queue<byte[]> early = new ArrayDeque<>(0);

  private long earlyBytes;
  private Session session;

  JsonRpcConnection(Transport transport, Requests requests, Doorkeeper doorkeeper, Limits limits) {
    this.transport = transport;
    this.requests = requests;
    this.doorkeeper = doorkeeper;
    this.limits = limits;
    this.room = new JsonRpcBatch.Room(limits.batchedAnswers());
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
    byte[] frame = text.length() > limits.frame() ? null : text.getBytes(StandardCharsets.UTF_8);
    if (frame == null || frame.length > limits.frame()) {
      receiveTooLarge();
      return;
    }
    if (session.isReady()) {
      accept(frame);
    } else if (earlyBytes + frame.length <= limits.frame()) {
      earlyBytes += frame.length;
      early.add(frame);
    } else {
      refuse(ErrorCode.RATE_LIMITED, "too many requests before ready");
    }
  }

  /** Something has come that was too large to be read. */
  void receiveTooLarge() {
    refuse(ErrorCode.TOO_LARGE, "a frame may have at most " + limits.frame() + " bytes");
  }

  /** A binary frame has come: there is nothing that it could mean. */
  void receiveBinary() {
    refuse(ErrorCode.INVALID_REQUEST, "requests are text frames");
  }

  private void acceptEarly() {
    early.forEach(this::accept);
    early.clear();
  }

  private void accept(byte[] frame) {
    try {
      if (FrameScanner.isBatch(frame)) {
        accept(FrameScanner.scanBatch(frame, limits.batch()));
      } else {
        Request request = FrameScanner.scan(frame);
        accept(request, new JsonRpcAnswer(transport, request.id()));
      }
    } catch (InvalidFrameException e) {
      refuse(new JsonRpcAnswer(transport, e.id()), e);
    }
  }

  private void accept(List<FrameScanner.Call> calls) {
    JsonRpcBatch batch = new JsonRpcBatch(transport, calls.size(), room);
    for (FrameScanner.Call call : calls) {
      if (call.problem() != null) {
        refuse(batch.answer(call.problem().id()), call.problem());
      } else {
        accept(call.request(), batch.answer(call.request().id()));
      }
    }
  }

  private void accept(Request request, Answer answer) {
    try {
      requests.accept(session, request.method(), request.params(), answer);
    } catch (RuntimeException bug) {
      Log.errorf(bug, "%s of session %s failed", request.method(), session.id());
      answer.error(ErrorCode.INTERNAL, "the request failed");
    }
  }

  private void refuse(ErrorCode code, String message) {
    refuse(new JsonRpcAnswer(transport, null), new InvalidFrameException(code, null, message));
  }

  /** What is no request counts as one. */
  private void refuse(Answer answer, InvalidFrameException problem) {
    long wait = session.admit();
    if (wait > 0) {
      answer.limited(wait);
    } else {
      answer.error(problem.code(), problem.getMessage());
    }
  }
}
