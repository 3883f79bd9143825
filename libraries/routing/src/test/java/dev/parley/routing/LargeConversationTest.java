package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.key.RedisKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What one message costs in a channel of 10,000 members who are connected to two nodes: by the
 * members' routes, and by the conversation's.
 */
class LargeConversationTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private static final int MEMBERS = 10_000;
  private static final RawJson MESSAGE = RawJson.of("{\"text\":\"" + "x".repeat(200) + "\"}");

  private final RedisKeys keys = REDIS.newKeys();
  private final RouteTable table = new RouteTable(REDIS.client(), keys, false);
  private final List<byte[]> entries = new ArrayList<>();
  private final List<String> members =
      IntStream.range(0, MEMBERS).mapToObj(i -> "user-%08d".formatted(i)).toList();

  @BeforeEach
  void membersAreSpreadOverTwoNodes() {
    await(table.add("n1", members.subList(0, MEMBERS / 2)));
    await(table.add("n2", members.subList(MEMBERS / 2, MEMBERS)));
    for (String node : List.of("n1", "n2")) {
      await(table.add(node, List.of(RedisKeys.conversationSubject("c1"))));
    }
  }

  @Test
  void message_costsByNodesAndNotByMembers() {
    Cost byMembers = cost(outbox -> outbox.deliver(members, "", "message:new", MESSAGE));
    Cost byConversation = cost(outbox -> outbox.broadcast("c1", "", "message:new", MESSAGE));

    assertEquals(new Cost(16, byMembers.asked(), 2, byMembers.bytes()), byMembers);
    assertTrue(byMembers.asked() > MEMBERS * 13, byMembers.toString());
    assertTrue(byMembers.bytes() > MEMBERS * 15, byMembers.toString());
    assertEquals(1, byConversation.lookups());
    assertEquals(2, byConversation.entries());
    assertTrue(byConversation.asked() < 1_000, byConversation.toString());
    assertTrue(byConversation.bytes() < 2 * (MESSAGE.length() + 100), byConversation.toString());
  }

  /**
   * What Redis and the network had to do.
   *
   * @param asked bytes that Redis got as questions for routes
   * @param bytes in the entries of the inboxes
   */
  private record Cost(long lookups, long asked, int entries, long bytes) {}

  private Cost cost(Consumer<Outbox> telling) {
    entries.clear();
    Outbox outbox = new Downlink(table, this::append).begin();
    telling.accept(outbox);
    REDIS.call(Command.CONFIG, "RESETSTAT");
    await(outbox.send());
    String stats = REDIS.call(Command.INFO, "everything").toString();
    return new Cost(
        number(stats, "cmdstat_hmget:calls="),
        number(stats, "total_net_input_bytes:"),
        entries.size(),
        entries.stream().mapToLong(entry -> entry.length).sum());
  }

  private static long number(String stats, String name) {
    int start = stats.indexOf(name);
    assertTrue(start >= 0, name);
    int end = start + name.length();
    while (Character.isDigit(stats.charAt(end))) {
      end++;
    }
    return Long.parseLong(stats.substring(start + name.length(), end));
  }

  private Uni<Boolean> append(String node, byte[] entry) {
    entries.add(entry);
    return Uni.createFrom().item(true);
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(RealRedis.PATIENCE);
  }
}
