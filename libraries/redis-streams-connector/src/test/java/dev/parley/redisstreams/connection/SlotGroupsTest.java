package dev.parley.redisstreams.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.NumberType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotGroupsTest {

  @ParameterizedTest
  // What CLUSTER KEYSLOT answers.
  @CsvSource({
    "foo, 12182",
    "bar, 5061",
    "{user1000}.following, 3443",
    "{user1000}.followers, 3443",
    "foo{}{bar}, 8363",
    "foo{{bar}}zap, 4015",
    "foo{bar}{zap}, 5061",
    "'', 0"
  })
  void slot_isThatOfRedis(String key, int slot) {
    assertEquals(slot, KeySlot.of(key));
  }

  @Test
  void key_isTheFirstOneOfTheCommand() {
    assertEquals("a", key(Request.cmd(Command.XADD).arg("a").arg("*").arg("f").arg("v")));
    assertEquals("k", key(Request.cmd(Command.EVAL).arg("return 1").arg(2).arg("k").arg("l")));
    assertEquals(
        "s",
        key(
            Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg("g")
                .arg("c")
                .arg("COUNT")
                .arg(1)
                .arg("STREAMS")
                .arg("s")
                .arg(">")));
    assertEquals("a", key(Request.cmd(Command.XACK).arg("a").arg("g").arg("1-0")));
    assertEquals(
        "a", key(Request.cmd(Command.XAUTOCLAIM).arg("a").arg("g").arg("c").arg(0).arg(0)));
    assertSame(null, SlotGroups.key(Request.cmd(Command.PING)));
    assertSame(null, SlotGroups.key(Request.cmd(Command.CLIENT).arg("ID")));
    assertSame(null, SlotGroups.key(Request.cmd(Command.EVAL).arg("return 1").arg(0)));
    assertSame(null, SlotGroups.key(Request.cmd(Command.PUBLISH).arg("channel").arg("x")));
  }

  @Test
  void commands_areGroupedBySlotInTheirOrder() {
    List<Request> commands =
        List.of(get("{a}1"), get("{b}1"), get("{a}2"), ping(), get("{b}2"), ping());
    List<List<Integer>> indexes =
        SlotGroups.of(commands).groups().stream().map(SlotGroups.Group::indexes).toList();
    assertEquals(List.of(List.of(0, 2), List.of(1, 4), List.of(3), List.of(5)), indexes);
  }

  @Test
  void answers_comeInTheOrderOfTheCommands() {
    List<Request> commands = List.of(get("{a}1"), get("{b}1"), get("{a}2"), ping(), get("{b}2"));
    Future<List<Response>> answers =
        SlotGroups.of(commands)
            .send(
                group -> {
                  List<Response> part = new ArrayList<>();
                  group.indexes().forEach(index -> part.add(NumberType.create(index)));
                  return Future.succeededFuture(part);
                });
    assertEquals("[0, 1, 2, 3, 4]", answers.result().toString());
  }

  @Test
  void failureOfOneGroup_isTheFailureOfAllAfterAllAreAnswered() {
    IllegalStateException failure = new IllegalStateException("of the test");
    io.vertx.core.Promise<List<Response>> slow = io.vertx.core.Promise.promise();
    Future<List<Response>> answers =
        SlotGroups.of(List.of(get("a"), get("b")))
            .send(
                group ->
                    group.indexes().contains(0) ? Future.failedFuture(failure) : slow.future());
    assertTrue(!answers.isComplete());
    slow.complete(List.of(NumberType.create(1)));
    assertSame(failure, answers.cause());
  }

  private static Request get(String key) {
    return Request.cmd(Command.GET).arg(key);
  }

  private static Request ping() {
    return Request.cmd(Command.PING);
  }

  private static String key(Request command) {
    return new String(SlotGroups.key(command), StandardCharsets.UTF_8);
  }
}
