package dev.parley.presence.store;

import static dev.parley.presence.state.Signals.active;
import static dev.parley.presence.state.Signals.at;
import static dev.parley.presence.state.Signals.none;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.PresenceRules;
import dev.parley.presence.state.Presences.Online;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a {@link PresenceStore} promises, and what else is found in Redis by it. */
abstract class PresenceStoreConformance {

  static final int PARTITIONS = 16;
  static final Duration REMEMBER = Duration.ofDays(30);

  private static final long NOW = 1_795_000_000_000L;

  private final RedisKeys keys = new RedisKeys("test-" + Ids.random() + ":");
  private final PresenceRules rules =
      new PresenceRules(Duration.ofSeconds(5), Duration.ofSeconds(1));

  /** A client of the servers. */
  abstract Redis redis();

  abstract RedisPresences store(RedisKeys keys);

  @Test
  void users_who_were_never_written_are_unknown() {
    assertEquals(
        Map.of("ann", Presence.UNKNOWN, "bob", Presence.UNKNOWN),
        find(List.of("ann", "bob", "ann")));
    assertEquals(Map.of(), find(List.of()));
    assertEquals(Set.of(), write(List.of()));
    assertEquals(new Online(0, Map.of()), online());
  }

  @Test
  void what_was_written_is_found() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      changes.add(change("user" + i, Presence.UNKNOWN, connected(Presence.UNKNOWN, "n" + i % 3)));
    }

    assertEquals(Set.of(), write(changes));

    Map<String, Presence> found = find(changes.stream().map(Change::user).toList());
    changes.forEach(change -> assertEquals(change.after(), found.get(change.user())));
    assertEquals(500, online().total());
    assertEquals(Map.of("n0", 167L, "n1", 167L, "n2", 166L), online().byNode());
  }

  @Test
  void change_over_another_revision_is_not_stored() {
    Presence first = connected(Presence.UNKNOWN, "n1");
    write(change("ann", Presence.UNKNOWN, first));
    Presence other = rules.apply(first, none("n1", 9), NOW + 1);

    assertEquals(
        Set.of("ann"),
        write(
            List.of(
                change("ann", Presence.UNKNOWN, connected(Presence.UNKNOWN, "n2")),
                change("bob", Presence.UNKNOWN, first))));
    assertEquals(first, find("ann"));
    assertEquals(first, find("bob"), "the others are stored");
    assertEquals(new Online(2, Map.of("n1", 2L)), online());
    assertEquals(Set.of(), write(List.of(change("ann", first, other))));
    assertEquals(
        Set.of("ann"),
        write(List.of(change("ann", first, connected(first, "n3")))),
        "the later one");
    assertEquals(other, find("ann"));
  }

  @Test
  void same_change_twice_is_stored_once() {
    Change change = change("ann", Presence.UNKNOWN, connected(Presence.UNKNOWN, "n1"));

    assertEquals(Set.of(), write(List.of(change)));
    assertEquals(Set.of(), write(List.of(change)));

    assertEquals(new Online(1, Map.of("n1", 1L)), online());
  }

  @Test
  void users_are_counted_and_found_by_their_nodes() {
    Presence both = connected(connected(Presence.UNKNOWN, "n1"), "n2");
    write(change("ann", Presence.UNKNOWN, both));
    assertEquals(new Online(1, Map.of("n1", 1L, "n2", 1L)), online());

    Presence one = rules.apply(both, none("n1", 9), NOW + 1);
    write(change("ann", both, one));
    assertEquals(new Online(1, Map.of("n2", 1L)), online());
    Presence none = rules.apply(one, new NodeGone("n2", NOW, List.of("ann")), NOW + 2);
    write(change("ann", one, none));
    assertEquals(new Online(0, Map.of()), online());
    assertEquals(0, number(Command.EXISTS, keys.presenceOfNode(partition("ann"), "n2")));
    Presence back = connected(none, "n3");
    write(change("ann", none, back));
    assertEquals(new Online(1, Map.of("n3", 1L)), online());
  }

  @Test
  void node_of_others_stays_when_one_goes() {
    String ann = "ann";
    String neighbour =
        IntStream.range(0, 1000)
            .mapToObj(i -> "user" + i)
            .filter(user -> partition(user) == partition(ann))
            .findFirst()
            .orElseThrow();
    Presence here = connected(Presence.UNKNOWN, "n1");
    write(change(ann, Presence.UNKNOWN, here));
    write(change(neighbour, Presence.UNKNOWN, here));

    write(change(ann, here, rules.apply(here, none("n1", 9), NOW + 1)));

    assertEquals(new Online(1, Map.of("n1", 1L)), online());
  }

  @Test
  void what_is_due_stands_in_the_sorted_set() {
    Presence here = connected(Presence.UNKNOWN, "n1");
    write(change("ann", Presence.UNKNOWN, here));
    assertNull(due("ann"));
    Presence gone = rules.apply(here, none("n1", 9), NOW + 1);
    write(change("ann", here, gone));
    assertEquals(Long.toString(NOW + 5_001), due("ann"));
    Presence offline = rules.tell(rules.due(gone, NOW + 6_000), NOW + 6_000);
    write(change("ann", gone, offline));
    assertNull(due("ann"));
  }

  @Test
  void offline_user_is_forgotten_some_day_and_nobody_else() {
    Presence here = connected(Presence.UNKNOWN, "n1");
    write(change("ann", Presence.UNKNOWN, here));
    assertEquals(-1, timeToLive("ann"));
    Presence gone = rules.apply(here, none("n1", 9), NOW + 1);
    write(change("ann", here, gone));
    assertEquals(-1, timeToLive("ann"));
    Presence offline = rules.due(gone, NOW + 6_000);
    write(change("ann", gone, offline));
    assertTrue(timeToLive("ann") > REMEMBER.toMillis() / 2);
    assertTrue(timeToLive("ann") <= REMEMBER.toMillis());
    write(change("ann", offline, connected(offline, "n2")));
    assertEquals(-1, timeToLive("ann"));
  }

  @Test
  void what_finds_a_user_can_be_put_right_without_a_change() {
    Presence here = connected(Presence.UNKNOWN, "n1");
    write(change("ann", Presence.UNKNOWN, here));
    int partition = partition("ann");
    call(Command.SADD, keys.presenceOfNode(partition, "dead"), "ann");
    call(Command.SADD, keys.presenceNodes(partition), "dead");
    call(Command.ZADD, keys.presenceDue(partition), "7", "ann");

    assertEquals(
        Set.of(),
        write(List.of(new Change("ann", here, here, 0, new TreeSet<>(Set.of("dead", "n1"))))));

    assertEquals(here, find("ann"));
    assertNull(due("ann"));
    assertEquals(new Online(1, Map.of("n1", 1L)), online());
    assertEquals(
        Set.of(),
        write(List.of(new Change("bob", Presence.UNKNOWN, Presence.UNKNOWN, 0, Set.of("dead")))));
    assertEquals(0, number(Command.EXISTS, keys.presence(partition("bob"), "bob")));
  }

  @Test
  void value_that_cannot_be_read_is_written_anew() {
    call(Command.SET, keys.presence(partition("ann"), "ann"), "77|{broken");

    Presence found = find("ann");
    assertEquals(Presence.UNKNOWN.at(77), found);
    assertEquals(Set.of(), write(List.of(change("ann", found, connected(found, "n1")))));
    assertTrue(find("ann").isConnected());
  }

  @Test
  void choice_of_a_user_who_was_never_here_is_kept() {
    Presence chosen =
        rules.apply(Presence.UNKNOWN, new SetPresence("dnd", "Grüße", null), NOW, NOW);

    write(change("ann", Presence.UNKNOWN, chosen));

    assertEquals(chosen, find("ann"));
    assertEquals(0, online().total());
  }

  private Presence connected(Presence before, String node) {
    return rules.tell(rules.apply(before, at(node, 5, active("s1")), NOW), NOW);
  }

  private Change change(String user, Presence before, Presence after) {
    return new Change(user, before, after, rules.nextDue(after), Set.of());
  }

  private void write(Change change) {
    assertEquals(Set.of(), write(List.of(change)));
  }

  private Set<String> write(List<Change> changes) {
    return Await.result(store(keys).write(changes));
  }

  private Map<String, Presence> find(List<String> users) {
    return Await.result(store(keys).find(users));
  }

  private Presence find(String user) {
    return find(List.of(user)).get(user);
  }

  private Online online() {
    return Await.result(store(keys).online());
  }

  private String due(String user) {
    Response score = call(Command.ZSCORE, keys.presenceDue(partition(user)), user);
    return score == null ? null : Long.toString((long) Double.parseDouble(score.toString()));
  }

  private long timeToLive(String user) {
    return number(Command.PTTL, keys.presence(partition(user), user));
  }

  private static int partition(String user) {
    return Partitions.of(user, PARTITIONS);
  }

  private long number(Command command, String... arguments) {
    return call(command, arguments).toLong();
  }

  private Response call(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return Await.result(redis().send(request));
  }
}
