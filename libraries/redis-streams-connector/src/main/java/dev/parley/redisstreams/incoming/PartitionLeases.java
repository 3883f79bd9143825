package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.LuaScript;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Which partitions this process reads. Members announce themselves; rendezvous hashing over the
 * live ones says who should own what; a lease in Redis says who does, with an epoch that grows with
 * each owner. A member that dies loses both within the lease time.
 *
 * <p>Between two renewals the lease is trusted by the local monotonic clock, counted from before
 * the renewal was sent: a process that was paused notices by itself. All state is on the loop.
 */
final class PartitionLeases {

  private static final Logger LOG = Logger.getLogger(PartitionLeases.class);
  private static final LuaScript MEMBERS = script("members.lua");
  private static final LuaScript ACQUIRE = script("lease-acquire.lua");
  private static final LuaScript RELEASE = script("lease-release.lua");

  /** Renewals per lease time: several may fail before the lease is lost. */
  private static final int RENEWALS = 6;

  private final IncomingConfig config;
  private final Vertx vertx;
  private final CommandPipeline pipeline;
  private final Executor loop;
  private final Runnable onChange;
  private final Map<Integer, Partition> held = new TreeMap<>();
  private long timer;
  private int reported;
  private boolean started;
  private boolean closed;

  /**
   * Leases that nobody has asked for yet.
   *
   * @param loop runs on the channel's event loop
   * @param onChange told on the loop when a partition was won, or should be given away
   */
  PartitionLeases(
      IncomingConfig config,
      Vertx vertx,
      CommandPipeline pipeline,
      Executor loop,
      Runnable onChange) {
    this.config = config;
    this.vertx = vertx;
    this.pipeline = pipeline;
    this.loop = loop;
    this.onChange = onChange;
  }

  /** Starts to compete, once. */
  void start() {
    if (started) {
      return;
    }
    started = true;
    long interval = Math.max(1, config.lease().toMillis() / RENEWALS);
    timer = vertx.setPeriodic(0, interval, ignored -> loop.execute(this::renew));
  }

  /**
   * What is held, in the order of the partitions; those whose lease has run out are dropped first.
   */
  Collection<Partition> held() {
    held.values().removeIf(this::isLost);
    return Collections.unmodifiableCollection(held.values());
  }

  /** The commands that give a partition away; it is no longer held from now on. */
  Request release(Partition partition) {
    partition.lose();
    held.remove(partition.number(), partition);
    LOG.debugf("channel '%s': %s given away", config.channel(), partition.stream());
    return RELEASE.command(List.of(leaseKey(partition.number())), owner(partition.epoch()));
  }

  /** Stops competing and says how to leave. */
  Request leave() {
    closed = true;
    vertx.cancelTimer(timer);
    LOG.infof("channel '%s': partitions given back", config.channel());
    return MEMBERS.command(List.of(membersKey()), config.consumer(), 0);
  }

  private void renew() {
    if (closed) {
      return;
    }
    if (held.size() != reported) {
      reported = held.size();
      LOG.infof(
          "channel '%s': reading %d of %d partitions",
          config.channel(), reported, config.streams());
    }
    pipeline
        .send(MEMBERS.command(List.of(membersKey()), config.consumer(), config.lease().toMillis()))
        .onComplete(answer -> loop.execute(() -> compete(answer)));
  }

  private void compete(AsyncResult<Response> members) {
    if (closed || members.failed()) {
      return;
    }
    List<String> live = new ArrayList<>();
    members.result().forEach(member -> live.add(member.toString()));
    for (int number = 0; number < config.streams(); number++) {
      boolean wanted = config.consumer().equals(Rendezvous.owner(number, live));
      Partition partition = held.get(number);
      if (partition != null && partition.isUnwanted() == wanted) {
        partition.setUnwanted(!wanted);
        onChange.run();
      }
      if (wanted || partition != null) {
        acquire(number);
      }
    }
  }

  private void acquire(int number) {
    long asked = System.nanoTime();
    pipeline
        .send(
            ACQUIRE.command(
                List.of(leaseKey(number), epochKey(number)),
                config.consumer(),
                config.lease().toMillis()))
        .onSuccess(epoch -> loop.execute(() -> acquired(number, epoch.toLong(), asked)));
  }

  private void acquired(int number, long epoch, long asked) {
    if (closed) {
      return;
    }
    long until = asked + config.lease().toNanos();
    Partition present = held.get(number);
    if (present != null && present.isHeld() && present.epoch() == epoch) {
      present.renewed(until);
      return;
    }
    if (present != null) {
      present.lose();
      held.remove(number);
      LOG.warnf("channel '%s': lease of %s lost", config.channel(), present.stream());
    }
    if (epoch > 0) {
      held.put(number, new Partition(number, config.stream(number), epoch, until));
      LOG.debugf("channel '%s': reading %s", config.channel(), config.stream(number));
      onChange.run();
    }
  }

  private boolean isLost(Partition partition) {
    if (partition.isHeld()) {
      return false;
    }
    LOG.warnf("channel '%s': lease of %s ran out", config.channel(), partition.stream());
    return true;
  }

  private String owner(long epoch) {
    return config.consumer() + " " + epoch;
  }

  private String leaseKey(int number) {
    return config.stream(number) + ":lease:" + config.group();
  }

  private String epochKey(int number) {
    return config.stream(number) + ":epoch:" + config.group();
  }

  private String membersKey() {
    return config.stream() + ":members:" + config.group();
  }

  private static LuaScript script(String file) {
    return LuaScript.of(PartitionLeases.class, file);
  }
}
