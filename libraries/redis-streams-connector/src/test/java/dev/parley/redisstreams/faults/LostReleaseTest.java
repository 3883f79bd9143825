package dev.parley.redisstreams.faults;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.assignment.Assignment;
import dev.parley.redisstreams.assignment.ExclusiveAssignment;
import dev.parley.redisstreams.assignment.GroupMember;
import dev.parley.redisstreams.assignment.Partition;
import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.CommandPipeline;
import io.vertx.core.Context;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LostReleaseTest {

  private static TestRedis redis;

  private final StreamNames names = new StreamNames(TestRedis.uniqueStream(), 0);
  private final List<Long> won = new CopyOnWriteArrayList<>();
  private final List<Long> given = new CopyOnWriteArrayList<>();
  private Assignment assignment;

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  /** Rendezvous hashing gives the one stream to "heir" while it is there, and not to "a". */
  @Test
  void a_partition_whose_release_got_lost_can_be_won_again() {
    CommandPipeline pipeline = new CommandPipeline(redis.access());
    pipeline.start();
    Context loop = redis.vertx.getOrCreateContext();
    assignment =
        new ExclusiveAssignment(
            new GroupMember("test", names, "g", "a", Duration.ofSeconds(3)),
            redis.vertx,
            pipeline,
            task -> loop.runOnContext(ignored -> task.run()),
            new Losing());
    loop.runOnContext(ignored -> assignment.start());
    until("won", () -> won.size() == 1);
    redis.run(Command.ZADD, names.members("g"), Long.MAX_VALUE / 1_000_000, "heir");
    until("given away", () -> given.size() == 1);
    redis.run(Command.ZREM, names.members("g"), "heir");
    until("won again", () -> won.size() == 2);
    assertTrue(won.get(1) > won.get(0), "a new lease");
    loop.runOnContext(ignored -> assignment.leave().forEach(pipeline::send));
    until("left", () -> redis.run(Command.EXISTS, names.members("g")).toLong() == 0);
    pipeline.close();
  }

  /** The commands that give the partition away never arrive. */
  private final class Losing implements Assignment.Listener {
    @Override
    public void won(Partition partition) {
      won.add(partition.epoch());
    }

    @Override
    public void unwanted(Partition partition) {
      assignment.release(partition);
      given.add(partition.epoch());
    }

    @Override
    public void lost(Partition partition) {}

    @Override
    public void sweep() {}
  }
}
