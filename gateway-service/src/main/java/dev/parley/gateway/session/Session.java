package dev.parley.gateway.session;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.gateway.limit.RequestRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One client connection, whatever the wire protocol. What changes is only touched on the {@link
 * #loop} of the connection: the methods that say so must be called there.
 */
public final class Session {

  /**
   * @param maxPending requests that may be without an answer at once
   * @param maxBacklog bytes that may wait for {@code ready}; beyond that the session is closed
   */
  public record Limits(int maxPending, long maxBacklog) {}

  /** What becomes of a session: it only goes on, never back. */
  private enum State {
    /** Its route is not known to be in Redis; what there is to say waits. */
    OPENING,
    READY,
    CLOSED
  }

  private final String id;
  private final Identity identity;
  private final Transport transport;
  private final Limits limits;
  private final PendingRequests requests;
  private final Deadlines deadlines;
  private final TypingThrottle typing;
  private final RequestRate rate;
  private final Activity activity;

  /** When the token ends that the client has shown last. Read by the timer too. */
  private volatile Instant expiresAt;

  private State state = State.OPENING;
  private boolean greeted;
  private List<Frame> backlog = new ArrayList<>(0);
  private long backlogBytes;

  /** Why it is closed as soon as its requests are answered; null while it is not to be. */
  private CloseCode leaving;

  Session(
      String id,
      Identity identity,
      Transport transport,
      Limits limits,
      Deadlines deadlines,
      RequestRate rate) {
    this.rate = rate;
    this.id = id;
    this.identity = identity;
    this.expiresAt = identity.expiresAt();
    this.transport = transport;
    this.limits = limits;
    this.requests = new PendingRequests(limits.maxPending());
    this.deadlines = deadlines;
    this.typing = new TypingThrottle(deadlines::now);
    this.activity = new Activity(deadlines::now);
  }

  public String id() {
    return id;
  }

  public String userId() {
    return identity.userId();
  }

  /** Whose session it is. */
  public Identity identity() {
    return identity;
  }

  /** What the client calls its device, or this session's own id where it calls it nothing. */
  public String deviceId() {
    return identity.deviceId().isEmpty() ? id : identity.deviceId();
  }

  /**
   * The client has shown a token that ends then; the session ends with the last one. On the loop.
   *
   * @return when that is
   */
  public Instant extend(Instant end) {
    if (end.isAfter(expiresAt)) {
      expiresAt = end;
    }
    return expiresAt;
  }

  /** Whether all tokens have expired that the client has shown. */
  boolean isExpired(Instant now) {
    return !expiresAt.isAfter(now);
  }

  public Executor loop() {
    return transport.loop();
  }

  public WireProtocol protocol() {
    return transport.protocol();
  }

  /** Whether {@code ready} has been said. On the loop. */
  public boolean isReady() {
    return state == State.READY;
  }

  /** Whether {@code ready} has ever been said. On the loop. */
  public boolean wasReady() {
    return greeted;
  }

  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Says {@code ready}, and what has come in the meantime. On the loop. */
  public void ready(Frame hello) {
    if (state == State.OPENING) {
      state = State.READY;
      greeted = true;
      transport.write(hello);
      backlog.forEach(transport::write);
      backlog = List.of();
    }
  }

  /** Tells an event, in the words of this session's protocol. On the loop. */
  public void tell(Frame event) {
    if (state == State.READY) {
      transport.write(event);
    } else if (state == State.OPENING) {
      // The first thing that a client hears is ready.
      backlog.add(event);
      backlogBytes += event.length();
      if (backlogBytes > limits.maxBacklog()) {
        close(CloseCode.INTERNAL);
      }
    }
  }

  /** Since when the client is here, and whether it is idle. */
  public Activity activity() {
    return activity;
  }

  /** Whether it takes no more requests, since it is about to be closed. On the loop. */
  public boolean isLeaving() {
    return leaving != null;
  }

  RequestRate rate() {
    return rate;
  }

  /**
   * A client asks for something, whatever it is: to be called before anything is done for it. Who
   * goes on asking far beyond the rate is closed. On the loop.
   *
   * @return 0 when it may; else the milliseconds until it is worth asking again
   */
  public long admit() {
    long wait = rate.take(deadlines.now());
    if (wait == 0) {
      return 0;
    }
    if (rate.isAbused() && !isClosed()) {
      close(CloseCode.RATE_LIMITED);
    }
    return wait / 1_000_000 + 1;
  }

  /** Whether as many requests as allowed are without an answer. On the loop. */
  public boolean isBusy() {
    return requests.isFull();
  }

  /** What this session has said of its typing. On the loop. */
  public TypingThrottle typing() {
    return typing;
  }

  /**
   * Begins a request: from now on it is answered exactly once, by {@link #reply}, {@link #fail} or
   * the time limit, unless the session closes. On the loop.
   *
   * @return the number to answer to
   */
  public long begin(Answer answer) {
    Pending request = requests.add(this, answer, deadlines.next());
    deadlines.add(request);
    return request.number();
  }

  /** Whether a request is without an answer. On the loop. */
  public boolean isPending(long request) {
    return requests.has(request);
  }

  /** The service's reply to a request; dropped when the request is settled already. On the loop. */
  public void reply(long request, RawJson result) {
    Answer answer = requests.take(request);
    if (answer != null) {
      answer.result(result);
      leaveIfAnswered();
    }
  }

  /** The service's refusal of a request; dropped when it is settled already. On the loop. */
  public void refuse(long request, ErrorReply error) {
    fail(request, ErrorCode.of(error.code()), error.message());
  }

  /** Answers a request with an error, if it is not settled already. On the loop. */
  public void fail(long request, ErrorCode code, String message) {
    Answer answer = requests.take(request);
    if (answer != null) {
      answer.error(code, message);
      leaveIfAnswered();
    }
  }

  /** Ends the connection as soon as no request is without an answer. On the loop. */
  public void closeWhenAnswered(CloseCode code) {
    if (leaving == null && state != State.CLOSED) {
      leaving = code;
      leaveIfAnswered();
    }
  }

  private void leaveIfAnswered() {
    if (leaving != null && requests.size() == 0) {
      close(leaving);
    }
  }

  /** Has the connection look after itself. On the loop. */
  void look(long now) {
    transport.look(now);
  }

  /** Bytes that wait to be sent. From any thread, then about. */
  long outstanding() {
    return transport.outstanding();
  }

  /** Ends the connection. On the loop. */
  public void close(CloseCode code) {
    closed();
    transport.close(code);
  }

  /** The connection has ended. On the loop. */
  void closed() {
    state = State.CLOSED;
    backlog = List.of();
    requests.clear();
  }
}
