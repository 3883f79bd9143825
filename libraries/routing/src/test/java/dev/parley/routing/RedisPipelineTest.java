package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More commands at once than a connection takes, to one server and to a Cluster. */
class RedisPipelineTest {

  private static final int MANY = RedisPipeline.AT_ONCE * 5 + 1;
  private static final Script REMOVE = Script.load(RouteTable.class, "routes-remove.lua");

  @RegisterExtension static final RealRedis REDIS = new RealRedis();
  @RegisterExtension static final RealCluster CLUSTER = new RealCluster();

  static Stream<RedisPipeline> pipelines() {
    return Stream.of(
        new RedisPipeline(REDIS.client(), false), new RedisPipeline(CLUSTER.client(), true));
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void answers_come_in_the_order_of_the_commands(RedisPipeline pipeline) {
    List<Response> set =
        await(
            pipeline.send(
                IntStream.range(0, MANY)
                    .mapToObj(i -> Request.cmd(Command.SET).arg("key" + i).arg(i))
                    .toList()));
    assertEquals(MANY, set.size());

    List<Response> got =
        await(
            pipeline.send(
                IntStream.range(0, MANY)
                    .mapToObj(i -> Request.cmd(Command.GET).arg("key" + i))
                    .toList()));
    for (int i = 0; i < MANY; i++) {
      assertEquals(i, got.get(i).toInteger());
    }
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void values_come_in_the_order_of_the_keys_null_for_none(RedisPipeline pipeline) {
    await(
        pipeline.send(
            IntStream.range(0, MANY)
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> Request.cmd(Command.SET).arg("value" + i).arg(i))
                .toList()));

    List<Response> got =
        await(pipeline.get(IntStream.range(0, MANY).mapToObj(i -> "value" + i).toList()));

    assertEquals(MANY, got.size());
    for (int i = 0; i < MANY; i++) {
      assertEquals(i % 2 == 0 ? "" + i : null, got.get(i) == null ? null : got.get(i).toString());
    }
  }

  @ParameterizedTest
  @MethodSource("pipelines")
  void answers_come_in_the_order_of_the_calls(RedisPipeline pipeline) {
    await(
        pipeline.send(
            IntStream.range(0, MANY)
                .mapToObj(
                    i -> Request.cmd(Command.HSET).arg("hash" + i).arg("ann").arg("n" + i % 2))
                .toList()));

    List<Response> removed =
        await(
            pipeline.run(
                REMOVE,
                IntStream.range(0, MANY)
                    .mapToObj(
                        i -> List.of(new Script.Call(List.of("hash" + i), List.of("n1", "ann"))))
                    .toList()));

    for (int i = 0; i < MANY; i++) {
      assertEquals(i % 2, removed.get(i).toInteger());
    }
  }

  @Test
  void nothing_is_asked_of_nobody() throws IOException {
    RedisPipeline lost = new RedisPipeline(REDIS.unreachable(), false);

    assertEquals(List.of(), await(lost.send(List.of())));
    assertEquals(List.of(), await(lost.run(REMOVE, List.of())));
    assertEquals(List.of(), await(lost.get(List.of())));
    assertThrows(
        Exception.class, () -> await(lost.send(List.of(Request.cmd(Command.GET).arg("a")))));
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(RealRedis.PATIENCE);
  }
}
