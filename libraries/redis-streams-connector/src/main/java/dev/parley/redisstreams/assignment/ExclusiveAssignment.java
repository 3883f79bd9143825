package dev.parley.redisstreams.assignment;

import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.LuaScript;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Each partition is read by one consumer of the group. Consumers announce themselves; rendezvous
 * hashing over the live ones says who should own what; a lease in Redis says who does, with an
 * epoch that grows from owner to owner. A consumer that dies loses both within the lease time; one
 * that leaves, or gives a partition away, announces it, and the next owner takes it at once.
 *
 * <p>Between two renewals the lease is trusted by the local monotonic clock, counted from before
 * the renewal was sent: a process that was paused notices by itself. All state is on the loop.
 */
public final class ExclusiveAssignment implements Assignment {

  private static final Logger LOG = Logger.getLogger(ExclusiveAssignment.class);
  private static final LuaScript ACQUIRE = script("lease-acquire.lua");
  private static final LuaScript RELEASE = script("lease-release.lua");

  private final GroupMember me;
  private final CommandPipeline pipeline;
  private final Executor loop;
  private final Listener listener;
  private final Membership membership;
  private final Map<Integer, Partition> held = new TreeMap<>();
  private final Set<Integer> asking = new HashSet<>();
  private final Set<Integer> askAgain = new HashSet<>();
  private final Map<Integer, GivenAway> givenAway = new HashMap<>();
  private List<String> live = List.of();
  private int reported = -1;
  private int rounds;
  private boolean closed;

  /** A lease that was given away at a time ({@link System#nanoTime}). */
  private record GivenAway(long epoch, long at) {}

  /**
   * Leases that nobody has asked for yet.
   *
   * @param loop runs on the channel's event loop
   */
  public ExclusiveAssignment(
      GroupMember me, Vertx vertx, CommandPipeline pipeline, Executor loop, Listener listener) {
    this.me = me;
    this.pipeline = pipeline;
    this.loop = loop;
    this.listener = listener;
    this.membership =
        new Membership(
            me.names().members(me.group()),
            me.names().changes(me.group()),
            me.consumer(),
            me.lease(),
            vertx,
            pipeline,
            loop,
            this::compete);
  }

  @Override
  public void start() {
    membership.start();
  }

  @Override
  public void changed() {
    membership.announce();
  }

  @Override
  public Collection<Partition> partitions() {
    for (Partition partition : List.copyOf(held.values())) {
      if (!partition.isHeld()) {
        lost(partition, "ran out");
      }
    }
    return List.copyOf(held.values());
  }

  @Override
  public Collection<String> members() {
    return live;
  }

  @Override
  public List<Request> release(Partition partition) {
    partition.lose();
    held.remove(partition.number(), partition);
    givenAway.put(partition.number(), new GivenAway(partition.epoch(), System.nanoTime()));
    LOG.debugf("channel '%s': %s given away", me.channel(), partition.stream());
    return List.of(release(partition.stream(), partition.owner()));
  }

  private Request release(String stream, String owner) {
    return RELEASE.command(
        List.of(
            StreamNames.lease(stream, me.group()),
            StreamNames.permit(stream, me.group(), me.consumer())),
        owner,
        me.names().changes(me.group()));
  }

  private String owner(long epoch) {
    return me.consumer() + " " + epoch;
  }

  @Override
  public void fenced(Partition partition) {
    if (held.get(partition.number()) == partition) {
      lost(partition, "is somebody else's");
      membership.announce();
    }
  }

  @Override
  public List<Request> leave() {
    closed = true;
    LOG.infof("channel '%s': partitions given back", me.channel());
    List<Request> commands = new ArrayList<>();
    commands.add(membership.leave());
    // What was asked for and is not answered may be this consumer's by then.
    asking.forEach(number -> commands.add(release(me.names().partition(number), me.consumer())));
    return commands;
  }

  private void compete(List<String> members, long asked) {
    live = members;
    Collection<Partition> mine = partitions();
    report(mine.size());
    for (int number = 0; number < me.names().count(); number++) {
      boolean wanted = me.consumer().equals(Rendezvous.owner(number, live));
      Partition partition = held.get(number);
      if (partition != null && !wanted && !partition.isUnwanted()) {
        partition.setUnwanted();
        listener.unwanted(partition);
      }
      if (wanted || partition != null) {
        acquire(number);
      }
    }
    if (++rounds % Membership.RENEWALS == 0) {
      // A read that was blocked may have taken something in the last moment of another one's lease.
      mine.forEach(Partition::sweep);
      listener.sweep();
    }
  }

  private void report(int count) {
    if (count != reported) {
      reported = count;
      LOG.infof(
          "channel '%s': reading %d of %d partitions", me.channel(), count, me.names().count());
    }
  }

  private void acquire(int number) {
    if (!asking.add(number)) {
      // It may be given away after Redis has answered what is under way.
      askAgain.add(number);
      return;
    }
    long asked = System.nanoTime();
    String stream = me.names().partition(number);
    pipeline
        .send(
            ACQUIRE.command(
                List.of(
                    StreamNames.lease(stream, me.group()),
                    StreamNames.epoch(stream, me.group()),
                    StreamNames.permit(stream, me.group(), me.consumer())),
                me.consumer(),
                me.lease().toMillis(),
                me.group()))
        .onComplete(
            epoch ->
                loop.execute(
                    () -> {
                      asking.remove(number);
                      if (epoch.succeeded() && !closed) {
                        acquired(number, epoch.result().toLong(), asked);
                      }
                      if (askAgain.remove(number) && !closed && !held.containsKey(number)) {
                        acquire(number);
                      }
                    }));
  }

  private void acquired(int number, long epoch, long asked) {
    long until = me.certainUntil(asked);
    Partition present = held.get(number);
    if (present != null && present.isHeld() && present.epoch() == epoch) {
      present.renewed(until);
      return;
    }
    if (present != null) {
      lost(present, "was lost");
    }
    GivenAway former = givenAway.get(number);
    if (former != null && former.epoch() == epoch) {
      giveAwayAgain(number, former, asked);
    } else if (epoch > 0) {
      String stream = me.names().partition(number);
      Partition won = new Partition(number, stream, owner(epoch), epoch, until);
      held.put(number, won);
      LOG.debugf("channel '%s': reading %s", me.channel(), stream);
      listener.won(won);
    }
  }

  /**
   * A renewal that was under way when the lease was given away is no new lease. Later, it shows
   * that the release got lost: and with every question for a new one, the old one would live on.
   */
  private void giveAwayAgain(int number, GivenAway former, long asked) {
    if (asked - former.at() > me.lease().toNanos() / Membership.RENEWALS) {
      pipeline
          .send(release(me.names().partition(number), owner(former.epoch())))
          .onComplete(answer -> loop.execute(membership::announce));
    }
  }

  private void lost(Partition partition, String how) {
    partition.lose();
    held.remove(partition.number(), partition);
    LOG.warnf("channel '%s': lease of %s %s", me.channel(), partition.stream(), how);
    listener.lost(partition);
  }

  private static LuaScript script(String file) {
    return LuaScript.of(ExclusiveAssignment.class, file);
  }
}
