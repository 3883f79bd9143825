package dev.parley.benchmark;

import dev.parley.local.LocalRunException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * All users with their connections, on one event loop: the generator shares the machine with what
 * it loads. The public steps are for one thread, in their order, and block until they are done.
 */
final class Load implements User.Observer, AutoCloseable {

  private static final int AT_ONCE = 32;
  private static final int MAX_ERRORS = 1_000;
  private static final long PHASE_SECONDS = 180;

  private final NioEventLoopGroup group = new NioEventLoopGroup(1);
  private final EventLoop loop = group.next();
  private final Tally tally = new Tally();
  private final List<User> users = new ArrayList<>();
  private final List<User> senders = new ArrayList<>();
  private final String type;
  private final List<URI> gateways;
  private final UnaryOperator<String> token;
  private final Pace pace;

  // The rest belongs to the event loop.
  private Phase phase;
  private ScheduledFuture<?> ticking;
  private boolean sending;
  private boolean ending;

  /**
   * A load to be.
   *
   * @param run makes the users' names new ones, in case the stores are not
   * @param token from a user's id to a token
   */
  Load(LoadOptions options, List<URI> gateways, String run, UnaryOperator<String> token) {
    this.gateways = gateways;
    this.token = token;
    this.pace =
        options.rate() > 0 ? Pace.fixedRate(options.rate()) : Pace.closedLoop(options.window());
    for (int i = 0; i < options.users(); i++) {
      users.add(new User(i, "load-" + run + "-" + i, tally, this));
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

  /** Connects everybody; those who share a conversation to all gateways in turn. */
  void connect() {
    run(new Phase("connecting", users, this::connect));
  }

  /** Creates the conversations. */
  void converse() {
    run(new Phase("creating the conversations", initiators(), user -> user.create(type)));
  }

  void begin() {
    onLoop(
        () -> {
          sending = true;
          pace.begin(senders);
          ticking = loop.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.MILLISECONDS);
          return null;
        });
  }

  void measure(boolean on) {
    onLoop(
        () -> {
          tally.measure(on);
          return null;
        });
  }

  /** No more sends; what is under way may still be answered. */
  void stopSending() {
    onLoop(
        () -> {
          sending = false;
          return null;
        });
  }

  /** How things stand. */
  Standing standing() {
    return onLoop(() -> Standing.of(tally, users, sending));
  }

  /** The latencies measured; to be read after the sending has stopped. */
  Tally tally() {
    return tally;
  }

  @Override
  public void close() {
    if (!group.isShuttingDown()) {
      onLoop(
          () -> {
            ending = true;
            if (ticking != null) {
              ticking.cancel(false);
            }
            users.forEach(User::close);
            return null;
          });
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    }
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

  /** Who asks for the conversation: the first of each. */
  private List<User> initiators() {
    return users.stream().filter(user -> user.room().get(0) == user).toList();
  }

  private void connect(User user) {
    // The conversations take turns in which gateway gets their first.
    int first = user.room().get(0).number;
    int turn = first / user.room().size() + user.number - first;
    URI gateway = gateways.get(turn % gateways.size());
    String request =
        "GET /ws HTTP/1.1\r\nHost: "
            + gateway.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade"
            + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13"
            + "\r\nAuthorization: Bearer "
            + token.apply(user.id)
            + "\r\n\r\n";
    Connection connection = new Connection(request, user);
    user.use(connection);
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(connection);
                  }
                })
            .connect(gateway.getHost(), gateway.getPort());
    connected.addListener(
        done -> {
          if (!done.isSuccess()) {
            user.closed("cannot connect: " + done.cause());
          }
        });
  }

  private void run(Phase next) {
    onLoop(
        () -> {
          phase = next;
          next.begin();
          return null;
        });
    next.await();
  }

  private <T> T onLoop(Callable<T> work) {
    try {
      return loop.submit(work).get(PHASE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Something that every one of some users has to do once, a few at a time. */
  private static final class Phase {

    private final String name;
    private final List<User> who;
    private final Consumer<User> step;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private int started;
    private int finished;

    Phase(String name, List<User> who, Consumer<User> step) {
      this.name = name;
      this.who = who;
      this.step = step;
    }

    void begin() {
      for (int i = 0; i < AT_ONCE; i++) {
        next();
      }
    }

    void done() {
      if (++finished == who.size()) {
        end.complete(null);
      }
      next();
    }

    void failIfUnderWay(String why) {
      end.completeExceptionally(new LocalRunException("Failed while " + name + ": " + why));
    }

    void await() {
      try {
        end.get(PHASE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LocalRunException("Interrupted while " + name + ".", e);
      } catch (ExecutionException e) {
        throw (LocalRunException) e.getCause();
      } catch (TimeoutException e) {
        throw new LocalRunException(
            "Only "
                + finished
                + " of "
                + who.size()
                + " done after "
                + PHASE_SECONDS
                + " s of "
                + name
                + ".",
            e);
      }
    }

    private void next() {
      if (started < who.size() && !end.isDone()) {
        step.accept(who.get(started++));
      }
    }
  }
}
