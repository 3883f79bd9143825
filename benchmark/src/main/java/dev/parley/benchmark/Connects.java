package dev.parley.benchmark;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.HdrHistogram.Histogram;

/**
 * Users who connect, stay, and go, without a word. The public steps are for one thread and block
 * until they are done.
 */
final class Connects implements AutoCloseable {

  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(2);

  private final Dialer dialer = new Dialer();
  private final List<Session> sessions = new ArrayList<>();

  // The rest belongs to the event loop.
  private Histogram latency = new Histogram(MAX_MICROS, 3);
  private Phase<Session> phase;
  private String problem;

  /**
   * Users to be. Their tokens are made here: signing one takes longer than connecting.
   *
   * @param run makes the users' names new ones
   */
  Connects(
      int users,
      Function<Door.Guest, Door> door,
      List<URI> servers,
      String run,
      UnaryOperator<String> token) {
    for (int i = 0; i < users; i++) {
      URI server = servers.get(i % servers.size());
      sessions.add(new Session(door, server, token.apply("idle-" + run + "-" + i)));
    }
  }

  /** Connects those from one number to another, exclusive; returns the seconds that it took. */
  double connect(int from, int to) {
    Phase<Session> connecting =
        new Phase<>("connecting", sessions.subList(from, to), Session::connect);
    long start = System.nanoTime();
    dialer.onLoop(
        () -> {
          phase = connecting;
          phase.begin();
        });
    connecting.await();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Closes all connections. */
  void disconnect() {
    dialer.onLoop(() -> sessions.forEach(Session::close));
  }

  /** Latencies from now on: from the beginning of a connection until its session is ready. */
  void measure() {
    dialer.onLoop(() -> latency.reset());
  }

  /** Of all since the measuring began. */
  Histogram latency() {
    return dialer.onLoop(() -> latency.copy());
  }

  /** Why the first of those who stayed was disconnected; null when none was. */
  String problem() {
    return dialer.onLoop(() -> problem);
  }

  @Override
  public void close() {
    dialer.close(() -> sessions.forEach(Session::close));
  }

  private final class Session implements Door.Guest {

    private final Function<Door.Guest, Door> opens;
    private final URI server;
    private final String token;
    private Door door;
    private long since;

    Session(Function<Door.Guest, Door> opens, URI server, String token) {
      this.opens = opens;
      this.server = server;
      this.token = token;
    }

    void connect() {
      since = System.nanoTime();
      door = opens.apply(this);
      dialer.dial(server, door.connect(server, token), this::closed);
    }

    void close() {
      if (door != null) {
        door.close();
        door = null;
      }
    }

    @Override
    public void ready() {
      latency.recordValue(Math.min(MAX_MICROS, (System.nanoTime() - since) / 1_000));
      phase.done();
    }

    @Override
    public void closed(String why) {
      door = null;
      problem = problem == null ? why : problem;
      phase.failIfUnderWay(why);
    }

    @Override
    public void created(String conversationId) {}

    @Override
    public void acknowledged(long message, long seq) {}

    @Override
    public void refused(long message, String why) {}

    @Override
    public void delivered(long sender, long message, long seq) {}
  }
}
