package dev.parley.redisstreams.assignment;

import dev.parley.redisstreams.connection.CommandPipeline;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Every consumer of the group reads every partition, and each entry goes to one of them: no order.
 * What is pending of a consumer that is off the list of the living is taken over by one of the
 * others, the one that rendezvous hashing chooses for the partition.
 *
 * <p>A consumer that was not heard of for the lease time is taken for dead: when it was only paused
 * it notices by its clock, and drops what it had not handed over.
 */
public final class SharedAssignment implements Assignment {

  private static final Logger LOG = Logger.getLogger(SharedAssignment.class);

  private final GroupMember me;
  private final Listener listener;
  private final Membership membership;
  private final List<Partition> partitions = new ArrayList<>();
  private List<String> live = List.of();

  /**
   * A consumer that is not announced yet.
   *
   * @param loop runs on the channel's event loop
   */
  public SharedAssignment(
      GroupMember me, Vertx vertx, CommandPipeline pipeline, Executor loop, Listener listener) {
    this.me = me;
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
            this::alive);
  }

  @Override
  public void start() {
    membership.start();
  }

  @Override
  public void changed() {
    membership.announce();
  }

  private void alive(List<String> members, long asked) {
    live = members;
    long until = me.certainUntil(asked);
    partitions().forEach(partition -> partition.renewed(until));
    if (partitions.isEmpty()) {
      LOG.infof("channel '%s': reading %d streams", me.channel(), me.names().count());
      for (int number = 0; number < me.names().count(); number++) {
        Partition partition = new Partition(number, me.names().partition(number), null, 0, until);
        partitions.add(partition);
        listener.won(partition);
      }
    }
    for (Partition partition : partitions) {
      if (me.consumer().equals(Rendezvous.owner(partition.number(), live))) {
        partition.sweep();
      }
    }
    listener.sweep();
  }

  @Override
  public Collection<Partition> partitions() {
    List<Partition> lapsed = partitions.stream().filter(p -> !p.isHeld()).toList();
    if (!lapsed.isEmpty()) {
      LOG.warnf("channel '%s': not heard of for %s, starting anew", me.channel(), me.lease());
      partitions.clear();
      lapsed.forEach(listener::lost);
    }
    return List.copyOf(partitions);
  }

  @Override
  public List<Request> release(Partition partition) {
    return List.of();
  }

  @Override
  public void fenced(Partition partition) {}

  @Override
  public List<Request> leave() {
    return List.of(membership.leave());
  }

  @Override
  public Collection<String> members() {
    return live;
  }
}
