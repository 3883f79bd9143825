package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import dev.parley.routing.Node;
import dev.parley.routing.RouteTable;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may have to be notified; a conversation of more than three is a large one here. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestProfile(Notifying.class)
class AbsenteesTest {

  @Inject Absentees absentees;
  @Inject RouteTable routes;
  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject Talks talks;
  @Inject SeenCommands seen;

  private final String ann = Talks.user("ann");
  private final String bob = Talks.user("bob");
  private final String carl = Talks.user("carl");
  private final String dora = Talks.user("dora");

  @Test
  void absent_members_but_for_the_sender_by_each_way() {
    String chat = talks.group(ann, bob, carl);
    assertEquals(
        Set.of(
            new Job(chat, bob, "webhook", 1, 1, false),
            new Job(chat, bob, "mail", 1, 1, false),
            new Job(chat, carl, "webhook", 1, 1, false),
            new Job(chat, carl, "mail", 1, 1, false)),
        jobs(List.of(message(chat, ann, 1))));
  }

  @Test
  void several_messages_of_a_batch_are_one_job() {
    String chat = talks.group(ann, bob, carl);
    Set<Job> jobs =
        jobs(
            List.of(
                message(chat, ann, 7),
                message(chat, bob, 8),
                message(chat, ann, 9),
                message(chat, bob, 10)));
    assertTrue(jobs.contains(new Job(chat, ann, "webhook", 8, 10, false)), jobs.toString());
    assertTrue(jobs.contains(new Job(chat, bob, "webhook", 7, 9, false)), jobs.toString());
    assertTrue(jobs.contains(new Job(chat, carl, "webhook", 7, 10, false)), jobs.toString());
    assertEquals(6, jobs.size());
  }

  @Test
  void not_who_is_connected_has_muted_left_or_read() {
    String chat = talks.group(ann, bob, carl);
    Node node = gateway();
    Talks.await(node.start());
    Talks.await(routes.add(node.id(), List.of(bob)));
    talks.set(chat, carl, "muted", true);
    assertEquals(Set.of(), jobs(List.of(message(chat, ann, 1))));

    String second = talks.group(ann, carl, dora);
    talks.set(second, carl, "leftAt", Talks.START);
    talks.set(second, dora, "readSeq", 1L);
    assertEquals(Set.of(), jobs(List.of(message(second, ann, 1))));
  }

  @Test
  void who_was_connected_to_a_gateway_that_died_is_absent() {
    String chat = talks.group(ann, bob);
    Talks.await(routes.add(gateway().id(), List.of(bob)));
    assertEquals(2, jobs(List.of(message(chat, ann, 1))).size());

    Node other = gateway();
    Talks.await(other.start());
    Talks.await(routes.add(other.id(), List.of(bob)));
    assertEquals(Set.of(), jobs(List.of(message(chat, ann, 1))));
  }

  private Node gateway() {
    return new Node(redis, keys, "n-" + Ids.random(), Duration.ofMinutes(5), Duration.ofMinutes(1));
  }

  @Test
  void of_a_large_conversation_only_who_is_mentioned() {
    String chat = talks.group(ann, bob, carl, dora);
    String stranger = Talks.user("eve");
    assertEquals(Set.of(), jobs(List.of(message(chat, ann, 1))));
    assertEquals(
        Set.of(new Job(chat, bob, "webhook", 3, 3, true), new Job(chat, bob, "mail", 3, 3, true)),
        jobs(
            List.of(
                message(chat, ann, 2),
                message(chat, ann, 3, bob, stranger),
                message(chat, ann, 4))));
  }

  @Test
  void many_conversations_cost_two_calls() {
    List<List<MessageNew>> conversations = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      conversations.add(List.of(message(talks.group(ann, bob), ann, 1)));
    }
    int before = seen.count("find", "aggregate");
    assertEquals(60, Talks.await(absentees.jobs(conversations)).size());
    assertEquals(2, seen.count("find", "aggregate") - before);
  }

  private Set<Job> jobs(List<MessageNew> messages) {
    return Talks.await(absentees.jobs(List.of(messages))).stream().collect(Collectors.toSet());
  }

  private static MessageNew message(String chat, String sender, long seq, String... mentions) {
    return new MessageNew(
        chat,
        chat + ":" + seq,
        seq,
        sender,
        "m" + seq,
        Content.text("text"),
        null,
        mentions.length == 0 ? null : List.of(mentions),
        Talks.START);
  }
}
