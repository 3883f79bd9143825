package dev.parley.benchmark;

import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * All users with their connections. The public steps are for one thread, in their order, and block
 * until they are done.
 */
final class Load implements User.Observer, AutoCloseable {

  private static final int MAX_ERRORS = 1_000;

  private final Dialer dialer = new Dialer();
  private final Tally tally = new Tally();
  private final List<User> users = new ArrayList<>();
  private final List<User> senders = new ArrayList<>();
  private final String type;
  private final List<URI> servers;
  private final UnaryOperator<String> token;
  private final Pace pace;

  // The rest belongs to the event loop.
  private Phase<User> phase;
  private ScheduledFuture<?> ticking;
  private boolean sending;
  private boolean ending;

  /**
   * A load to be.
   *
   * @param run makes the users' names new ones, in case the stores are not
   * @param token from a user's id to a token
   */
  Load(LoadOptions options, List<URI> servers, String run, UnaryOperator<String> token) {
    this.servers = servers;
    this.token = token;
    this.pace =
        options.rate() > 0 ? Pace.fixedRate(options.rate()) : Pace.closedLoop(options.window());
    for (int i = 0; i < options.users(); i++) {
      users.add(new User(i, "load-" + run + "-" + i, options.contender()::door, tally, this));
    }
    for (int i = 0; i < options.users(); i++) {
      int first = i - i % options.members();
      users.get(i).meet(users.subList(first, first + options.members()));
      if (i - first < options.senders()) {
        senders.add(users.get(i));
      }
    }
    this.type = options.isOfGroups() ? "group" : "direct";
  }

  /**
   * Connects one of each conversation, who creates it, and then the others, who are in it by then;
   * those who share one to all servers in turn.
   */
  void connect() {
    List<User> first = users.stream().filter(User::isFirst).toList();
    List<User> others = users.stream().filter(user -> !user.isFirst()).toList();
    run(new Phase<>("connecting", first, this::connect));
    run(new Phase<>("creating the conversations", first, user -> user.create(type)));
    run(new Phase<>("connecting the others", others, this::connect));
  }

  void begin() {
    dialer.onLoop(
        () -> {
          sending = true;
          pace.begin(senders);
          ticking = dialer.loop().scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.MILLISECONDS);
        });
  }

  void measure(boolean on) {
    dialer.onLoop(() -> tally.measure(on));
  }

  /** No more sends; what is under way may still be answered. */
  void stopSending() {
    dialer.onLoop(() -> sending = false);
  }

  /** How things stand. */
  Standing standing() {
    return dialer.onLoop(() -> Standing.of(tally, users, sending));
  }

  /** The latencies measured; to be read after the sending has stopped. */
  Tally tally() {
    return tally;
  }

  @Override
  public void close() {
    dialer.close(
        () -> {
          ending = true;
          if (ticking != null) {
            ticking.cancel(false);
          }
          users.forEach(User::close);
        });
  }

  @Override
  public void ready(User user) {
    phase.done();
  }

  @Override
  public void created(User user, String conversationId) {
    user.room().forEach(member -> member.talkIn(conversationId));
    phase.done();
  }

  @Override
  public void answered(User user) {
    if (!sending) {
      phase.failIfUnderWay(tally.firstProblem);
    } else if (tally.errors > MAX_ERRORS) {
      sending = false;
    } else {
      pace.answered(user);
    }
  }

  @Override
  public void gone(User user) {
    if (!ending) {
      sending = false;
      phase.failIfUnderWay(tally.firstProblem);
    }
  }

  private void tick() {
    if (sending && !pace.tick()) {
      tally.problem("the suite does not hold the rate: a user has 1,024 sends without an answer");
      tally.errors++;
      sending = false;
    }
  }

  private void connect(User user) {
    // The conversations take turns in which server gets their first.
    int first = user.room().get(0).number;
    int turn = first / user.room().size() + user.number - first;
    URI server = servers.get(turn % servers.size());
    dialer.dial(server, user.connect(server, token.apply(user.id)), user::closed);
  }

  private void run(Phase<User> next) {
    dialer.onLoop(
        () -> {
          phase = next;
          next.begin();
        });
    next.await();
  }
}
