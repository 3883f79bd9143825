package dev.parley.redisstreams.connection;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Hears what is published on channels of Redis Pub/Sub, over one connection ({@code SUBSCRIBE}) for
 * all channels of a client. A signal says that something has changed and not what: its content is
 * not handed on.
 *
 * <p>Redis forgets a signal that nobody hears, so this only makes things faster: who listens looks
 * by itself as well, slowly. What may have been missed is made up for by calling a listener once
 * whenever its subscription has taken effect, at first and after each lost connection.
 *
 * <p>All methods may be called from any thread. Listeners are called on one event loop and must not
 * block. How many channels there are is bounded by the callers. The connection is opened at the
 * first subscription and counts in the client's {@code max-pool-size}.
 */
public final class Signals {

  /** A connection on which nothing was heard for this long, though it was asked to, is replaced. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger(Signals.class);

  private final RedisAccess access;
  private final RedisLink link;
  private final Duration silence;
  private final Map<String, List<Runnable>> listeners = new HashMap<>();
  private final Set<String> inEffect = new HashSet<>();
  private boolean started;
  private boolean opened;
  private boolean closed;
  private boolean heard;
  private long timer = -1;

  public Signals(RedisAccess access) {
    this(access, SILENCE);
  }

  Signals(RedisAccess access, Duration silence) {
    this.access = access;
    this.silence = silence;
    this.link =
        new RedisLink(access, "signals of Redis client '" + access.name() + "'", this::linked);
    link.onPush(this::pushed);
  }

  /** Subscriptions take effect from now on. */
  public void start() {
    onLoop(
        () -> {
          started = true;
          open();
        });
  }

  /**
   * Calls {@code onMessage} for each message on the channel, and once when the subscription has
   * taken effect.
   */
  public void subscribe(String channel, Runnable onMessage) {
    onLoop(() -> add(channel, onMessage));
  }

  /** Ends one {@link #subscribe} with the same arguments. A call that is under way still comes. */
  public void unsubscribe(String channel, Runnable onMessage) {
    onLoop(() -> remove(channel, onMessage));
  }

  /** Forgets all listeners and really closes the connection. */
  public void close() {
    link.close();
    onLoop(
        () -> {
          closed = true;
          listeners.clear();
          access.vertx().cancelTimer(timer);
        });
  }

  private void onLoop(Runnable task) {
    link.context().runOnContext(ignored -> task.run());
  }

  private void add(String channel, Runnable listener) {
    if (closed) {
      return;
    }
    List<Runnable> present = listeners.computeIfAbsent(channel, c -> new ArrayList<>());
    present.add(listener);
    if (inEffect.contains(channel)) {
      call(channel, listener);
    } else if (present.size() == 1) {
      tell(Command.SUBSCRIBE, List.of(channel));
    }
    open();
  }

  private void remove(String channel, Runnable listener) {
    List<Runnable> present = listeners.get(channel);
    if (present != null && present.remove(listener) && present.isEmpty()) {
      listeners.remove(channel);
      inEffect.remove(channel);
      tell(Command.UNSUBSCRIBE, List.of(channel));
    }
  }

  private void open() {
    if (started && !opened && !closed && !listeners.isEmpty()) {
      opened = true;
      link.start();
    }
  }

  private void linked(boolean connected) {
    inEffect.clear();
    access.vertx().cancelTimer(timer);
    if (connected && !closed) {
      tell(Command.SUBSCRIBE, listeners.keySet());
      watch();
    }
  }

  /** In one command: a Cluster picks a node for each. */
  private void tell(Command command, Iterable<String> channels) {
    Request request = Request.cmd(command);
    boolean some = false;
    for (String channel : channels) {
      request.arg(channel);
      some = true;
    }
    if (some && link.isConnected()) {
      link.tell(request).onFailure(cause -> LOG.debugf("%s: %s", command, cause.getMessage()));
    }
  }

  private void pushed(Response push) {
    heard = true;
    if (push.size() < 3 || push.get(1) == null) {
      return;
    }
    String channel = push.get(1).toString();
    switch (push.get(0).toString()) {
      case "message" -> callAll(channel);
      case "subscribe" -> {
        if (listeners.containsKey(channel) && inEffect.add(channel)) {
          callAll(channel);
        }
      }
      default -> {}
    }
  }

  private void callAll(String channel) {
    List.copyOf(listeners.getOrDefault(channel, List.of()))
        .forEach(listener -> call(channel, listener));
  }

  private static void call(String channel, Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException bug) {
      LOG.errorf(bug, "a listener of channel '%s' failed", channel);
    }
  }

  /**
   * A peer that vanished without a word is noticed by nobody who only listens. Subscribing again
   * changes nothing and is answered; a Cluster would subscribe another node.
   */
  private void watch() {
    if (access.cluster()) {
      return;
    }
    heard = true;
    timer = access.vertx().setPeriodic(silence.toMillis(), ignored -> onLoop(this::probe));
  }

  private void probe() {
    if (closed || !link.isConnected() || inEffect.isEmpty()) {
      return;
    }
    if (heard) {
      heard = false;
      tell(Command.SUBSCRIBE, List.of(inEffect.iterator().next()));
    } else {
      link.renew("no signal in " + silence);
    }
  }
}
