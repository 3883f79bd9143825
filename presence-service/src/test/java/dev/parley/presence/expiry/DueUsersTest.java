package dev.parley.presence.expiry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.signal.SignalType;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.presence.state.Presence;
import dev.parley.routing.Script;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class DueUsersTest {

  private static final Script TAKE = Script.load(DueUsers.class, "due-take.lua");

  @Inject World world;
  @Inject Redis redis;

  private final String key = "due-" + World.user("x");

  @Test
  void due_users_are_taken_once_the_longest_due_first() {
    world.call(Command.ZADD, key, "20", "bob", "10", "ann", "9999999999999", "cy");

    Response taken = take(10);

    assertEquals(5, taken.size());
    long now = Long.parseLong(taken.get(0).toString());
    assertEquals("ann", taken.get(1).toString());
    assertEquals("10", taken.get(2).toString());
    assertEquals("bob", taken.get(3).toString());
    assertEquals(1, take(10).size(), "put off");
    double again = Double.parseDouble(world.call(Command.ZSCORE, key, "ann").toString());
    assertEquals(now + 10_000, (long) again);
  }

  @Test
  void no_more_are_taken_than_wanted() {
    IntStream.range(0, 30).forEach(i -> world.call(Command.ZADD, key, "1", "u" + i));

    assertEquals(1 + 2 * 20, take(20).size());
    assertEquals(1 + 2 * 10, take(20).size());
  }

  @Test
  void what_is_not_due_at_all_is_settled() {
    String ann = World.user("ann");
    String due = world.keys().presenceDue(world.partitionOf(ann));
    world.call(Command.ZADD, due, "1", ann);

    Await.until("settled", () -> world.call(Command.ZSCORE, due, ann) == null);

    assertEquals(Presence.UNKNOWN, world.presence(ann));
  }

  @Test
  void users_of_a_partition_share_their_entries() {
    String some = World.user("u");
    int partition = world.partitionOf(some);
    List<String> users =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> some + i)
            .filter(user -> world.partitionOf(user) == partition)
            .limit(2 * SignalType.MAX_USERS + 50)
            .toList();
    List<String> arguments = new ArrayList<>(List.of(world.keys().presenceDue(partition)));
    users.forEach(user -> arguments.addAll(List.of("1", user)));
    world.call(Command.ZADD, arguments.toArray(String[]::new));

    Await.until("settled", () -> users.stream().noneMatch(user -> isDue(partition, user)));

    List<Set<String>> entries = dueEntries(some);
    assertTrue(entries.stream().allMatch(entry -> entry.size() <= SignalType.MAX_USERS));
    assertTrue(
        entries.stream()
            .anyMatch(entry -> entry.size() == SignalType.MAX_USERS && users.containsAll(entry)));
    Set<String> told = new HashSet<>();
    entries.forEach(told::addAll);
    assertTrue(told.containsAll(users));
  }

  @Test
  void user_goes_offline_after_the_grace_time_without_anybody_asking() {
    String ann = World.user("ann");
    String gateway = world.gateway();
    world.connect(gateway, ann, "s1");
    world.connect(gateway, ann);
    Await.until("gone", () -> world.presence(ann).goneAt() > 0);
    assertTrue(world.presence(ann).revision() > 0);

    Await.until("offline", () -> world.presence(ann).offline());
    Presence offline = world.presence(ann);
    assertEquals(offline.goneAt(), offline.seenAt());
    Await.until("told", () -> !world.presence(ann).isUntold());
    assertNull(world.call(Command.ZSCORE, world.keys().presenceDue(world.partitionOf(ann)), ann));
  }

  private boolean isDue(int partition, String user) {
    return world.call(Command.ZSCORE, world.keys().presenceDue(partition), user) != null;
  }

  /** The users of each entry about what is due, in the stream of a user. */
  private List<Set<String>> dueEntries(String user) {
    List<Set<String>> entries = new ArrayList<>();
    for (byte[] data : world.data(world.streamOf(user))) {
      Envelope envelope = EnvelopeCodec.decode(data);
      if (envelope.type().equals(SignalType.DUE)) {
        Set<String> users = new HashSet<>();
        world.read(envelope.payload()).get("users").forEach(one -> users.add(one.asText()));
        entries.add(users);
      }
    }
    return entries;
  }

  private Response take(int most) {
    return Await.result(TAKE.run(redis, List.of(key), List.of(most, 10_000)));
  }
}
