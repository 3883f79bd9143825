package dev.parley.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Response;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ScriptTest {

  @RegisterExtension static final RealRedis REDIS = new RealRedis();

  private static final Script COUNT = Script.load(ScriptTest.class, "count.lua");

  private final String key = REDIS.newKeys().prefix() + "count";

  @Test
  void call_is_made_once_whether_the_server_knows_the_script_or_not() {
    forget();
    assertEquals(1, await(COUNT.run(REDIS.client(), List.of(key), List.of())).toInteger());
    assertEquals(2, await(COUNT.run(REDIS.client(), List.of(key), List.of())).toInteger());
    forget();
    assertEquals(3, await(COUNT.run(REDIS.client(), List.of(key), List.of())).toInteger());
  }

  @Test
  void calls_of_a_pipeline_are_each_made_once_and_in_their_order() {
    List<Script.Call> calls =
        Collections.nCopies(5, new Script.Call(List.of(key), List.of("text", new byte[] {1})));
    forget();

    List<Response> first = await(COUNT.runAll(REDIS.client(), calls));
    List<Response> second = await(COUNT.runAll(REDIS.client(), calls));

    assertEquals(numbers(1, 5), first.stream().map(Response::toInteger).toList());
    assertEquals(numbers(6, 10), second.stream().map(Response::toInteger).toList());
  }

  @Test
  void failure_of_a_script_is_told() {
    REDIS.call(Command.SET, key, "no number");

    assertThrows(Exception.class, () -> await(COUNT.run(REDIS.client(), List.of(key), List.of())));
  }

  @Test
  void script_that_is_not_there_stops_the_class_that_wants_it() {
    assertThrows(IllegalStateException.class, () -> Script.load(ScriptTest.class, "none.lua"));
  }

  private static void forget() {
    REDIS.call(Command.SCRIPT, "FLUSH");
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(RealRedis.PATIENCE);
  }
}
