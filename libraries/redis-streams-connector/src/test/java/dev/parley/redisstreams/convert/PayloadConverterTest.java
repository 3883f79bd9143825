package dev.parley.redisstreams.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.PartitionLease;
import dev.parley.redisstreams.UndecodableException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.json.JsonMapping;
import io.smallrye.reactive.messaging.providers.helpers.ConverterUtils;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadConverterTest {

  record Order(String customer, int totalCents) {}

  private static final byte[] NOT_UTF_8 = {'a', (byte) 0xc3, 40};

  private final List<Object> settled = new ArrayList<>();
  private final PayloadConverter converter = converter(new TestInstance<>());

  @Test
  void an_entry_becomes_what_the_method_takes() {
    assertEquals("té", payload("té", String.class));
    assertEquals("", payload("", String.class));
    assertEquals(Buffer.buffer("x"), payload("x", Buffer.class));
    assertEquals(new JsonObject().put("a", 1), payload("{\"a\":1}", JsonObject.class));
    assertEquals(new JsonArray().add(1), payload("[1]", JsonArray.class));
    assertEquals(
        new Order("ann", 5), payload("{\"customer\":\"ann\",\"totalCents\":5}", Order.class));
    assertEquals(7, payload("7", Integer.class));
    assertEquals(
        Map.of("a", List.of(new Order("b", 1))),
        payload(
            "{\"a\":[{\"customer\":\"b\",\"totalCents\":1}]}",
            type(new TypeReference<Map<String, List<Order>>>() {})));
    assertEquals(List.of("x"), payload("[\"x\"]", type(new TypeReference<List<String>>() {})));
  }

  @Test
  void an_entry_keeps_its_metadata_and_its_acknowledgement() {
    Message<?> in = entry("x".getBytes(StandardCharsets.UTF_8));
    Message<?> out = convert(in, String.class);
    assertSame(
        in.getMetadata(IncomingRedisStreamMetadata.class).orElseThrow(),
        out.getMetadata(IncomingRedisStreamMetadata.class).orElseThrow());
    out.ack();
    assertEquals(List.of("acknowledged"), settled);
  }

  @Test
  void bytes_pass_untouched() {
    byte[] bytes = NOT_UTF_8;
    Message<?> in = entry(bytes);
    assertSame(in, handOver(in, byte[].class));
    Message<?> batch = batch(List.of(NOT_UTF_8));
    assertSame(batch, handOver(batch, type(new TypeReference<List<byte[]>>() {})));
    assertSame(batch, handOver(batch, type(new TypeReference<List<?>>() {})));
    assertSame(in, handOver(in, Object.class));
    assertTrue(settled.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[1]", "{\"customer\":\"secret\",\"totalCents\":\"x\"}"})
  void an_undecodable_entry_is_nacked_and_dropped(String payload) {
    assertNull(handOver(entry(payload.getBytes(StandardCharsets.UTF_8)), Order.class));
    UndecodableException cause = assertInstanceOf(UndecodableException.class, settled.get(0));
    assertTrue(
        cause
            .getMessage()
            .matches(
                "entry 0-1 of s is no "
                    + Order.class.getTypeName().replace("$", "\\$")
                    + ": [\\w.]+"),
        cause.getMessage());
    assertNull(cause.getCause());
  }

  @Test
  void each_type_refuses_what_it_is_not() {
    assertUndecodable(NOT_UTF_8, String.class);
    assertUndecodable("[]".getBytes(StandardCharsets.UTF_8), JsonObject.class);
    assertUndecodable("null".getBytes(StandardCharsets.UTF_8), JsonObject.class);
    assertUndecodable("{}".getBytes(StandardCharsets.UTF_8), JsonArray.class);
    assertUndecodable("null".getBytes(StandardCharsets.UTF_8), JsonArray.class);
    assertUndecodable("1 2".getBytes(StandardCharsets.UTF_8), Integer.class);
    assertUndecodable(
        "[{}]".getBytes(StandardCharsets.UTF_8), type(new TypeReference<List<Integer>>() {}));
  }

  @Test
  void the_elements_of_a_batch_become_what_the_method_takes() {
    List<byte[]> payloads =
        bytes("{\"customer\":\"a\",\"totalCents\":1}", "{\"customer\":\"b\",\"totalCents\":2}");
    Message<?> in = batch(payloads);
    Message<?> out = handOver(in, type(new TypeReference<List<Order>>() {}));
    assertEquals(List.of(new Order("a", 1), new Order("b", 2)), out.getPayload());
    assertSame(
        in.getMetadata(IncomingRedisStreamBatch.class).orElseThrow(),
        out.getMetadata(IncomingRedisStreamBatch.class).orElseThrow());
    assertEquals(
        List.of("x"),
        handOver(batch(bytes("x")), type(new TypeReference<Collection<String>>() {})).getPayload());
    assertEquals(
        List.of(Map.of("a", 1)),
        handOver(
                batch(bytes("{\"a\":1}")), type(new TypeReference<List<Map<String, Integer>>>() {}))
            .getPayload());
    assertTrue(settled.isEmpty());
  }

  @Test
  void what_is_undecodable_in_a_batch_is_rejected_and_left_out() {
    Message<?> in = batch(bytes("1", "secret", "3", "4", ""));
    IncomingRedisStreamBatch whole = in.getMetadata(IncomingRedisStreamBatch.class).orElseThrow();
    Message<?> out = handOver(in, type(new TypeReference<List<Integer>>() {}));
    assertEquals(List.of(1, 3, 4), out.getPayload());
    IncomingRedisStreamBatch seen = out.getMetadata(IncomingRedisStreamBatch.class).orElseThrow();
    assertEquals(
        List.of("0-1", "2-1", "3-1"),
        seen.entries().stream().map(IncomingRedisStreamMetadata::id).toList());
    assertEquals(Map.of(), seen.refused());
    Throwable refused = new IllegalStateException("the application's");
    seen.reject(1, refused);
    assertEquals(java.util.Set.of(1, 2, 4), whole.refused().keySet());
    assertSame(refused, whole.refused().get(2));
    assertInstanceOf(UndecodableException.class, whole.refused().get(1));
    assertTrue(
        whole.refused().get(1).getMessage().startsWith("entry 1-1 of s is no java.lang.Integer: "));
    assertFalse(whole.refused().get(1).getMessage().contains("secret"));
    assertTrue(settled.isEmpty());
    out.ack();
    assertEquals(List.of("acknowledged"), settled);
  }

  @Test
  void a_batch_of_which_nothing_is_left_is_acknowledged_without_the_method() {
    Message<?> in = batch(bytes("x", "y"));
    assertNull(handOver(in, type(new TypeReference<List<Integer>>() {})));
    assertEquals(List.of("acknowledged"), settled);
    assertEquals(2, in.getMetadata(IncomingRedisStreamBatch.class).orElseThrow().refused().size());
  }

  @Test
  void a_method_that_takes_no_list_of_a_batch_is_told_what_to_take() {
    assertNull(handOver(batch(bytes("x")), String.class));
    Throwable cause = (Throwable) settled.get(0);
    assertTrue(cause.getMessage().contains("must take a List<...> and not java.lang.String"));
    assertFalse(cause instanceof UndecodableException);
  }

  @Test
  void messages_of_others_are_left_to_others() {
    byte[] bytes = {'x'};
    assertFalse(converter.canConvert(Message.of(bytes), String.class));
    assertFalse(converter.canConvert(Message.of(List.of(bytes)), String.class));
    assertFalse(converter.canConvert(entry(bytes).withPayload("text"), String.class));
    assertFalse(converter.canConvert(entry(bytes), Object.class));
    assertTrue(converter.canConvert(entry(bytes), String.class));
    // One channel may merge sources; the converter that was found first is asked for all of them.
    Message<?> foreign = Message.of(bytes);
    assertSame(foreign, converter.convert(foreign, String.class));
    assertSame(foreign, convert(foreign, String.class));
  }

  @Test
  void a_converter_of_the_application_comes_first() {
    assertTrue(converter.getPriority() > new Shouting().getPriority());
  }

  @Test
  void the_mapper_of_the_application_is_used() {
    ObjectMapper snake =
        new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    PayloadConverter own =
        new PayloadConverter(new JsonTypes(new TestInstance<>(), new TestInstance<>(snake)));
    Message<?> in = entry("{\"total_cents\":3}".getBytes(StandardCharsets.UTF_8));
    assertEquals(new Order(null, 3), own.convert(in, Order.class).getPayload());
  }

  @Test
  void the_mapping_of_the_application_is_used_for_classes() {
    JsonMapping mapping =
        new JsonMapping() {
          @Override
          public String toJson(Object object) {
            throw new AssertionError("nothing is to be encoded");
          }

          @Override
          public <T> T fromJson(String text, Class<T> type) {
            return type.cast(new Order(text, 0));
          }
        };
    PayloadConverter own = converter(new TestInstance<>(mapping));
    Message<?> in = entry("[1]".getBytes(StandardCharsets.UTF_8));
    assertEquals(new Order("[1]", 0), own.convert(in, Order.class).getPayload());
    assertEquals(
        List.of(1), own.convert(in, type(new TypeReference<List<Integer>>() {})).getPayload());
    assertThrows(UndecodableException.class, () -> own.convert(entry(NOT_UTF_8), Order.class));
  }

  private static final class Shouting implements io.smallrye.reactive.messaging.MessageConverter {
    @Override
    public boolean canConvert(Message<?> in, Type target) {
      return true;
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
      return in.withPayload("!");
    }
  }

  private static PayloadConverter converter(TestInstance<JsonMapping> mappings) {
    return new PayloadConverter(new JsonTypes(mappings, new TestInstance<>()));
  }

  private Object payload(String text, Type target) {
    return handOver(entry(text.getBytes(StandardCharsets.UTF_8)), target).getPayload();
  }

  private void assertUndecodable(byte[] payload, Type target) {
    settled.clear();
    assertNull(handOver(entry(payload), target));
    assertInstanceOf(UndecodableException.class, settled.get(0), target.getTypeName());
  }

  /** As SmallRye does it before a method is called, with its short cuts; null is dropped. */
  private Message<?> handOver(Message<?> in, Type target) {
    Function<Message<?>, Uni<? extends Message<?>>> convert =
        ConverterUtils.convertFunction(new TestInstance<>(converter), target);
    return convert.apply(in).await().indefinitely();
  }

  private Message<?> convert(Message<?> in, Type target) {
    return converter.convertUni(in, target).await().indefinitely();
  }

  private Message<byte[]> entry(byte[] payload) {
    return message(payload, metadata(0));
  }

  private Message<Payloads> batch(List<byte[]> payloads) {
    List<IncomingRedisStreamMetadata> entries = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      entries.add(metadata(i));
    }
    return message(new Payloads(payloads), new IncomingRedisStreamBatch(entries, false));
  }

  private <T> Message<T> message(T payload, Object metadata) {
    return Message.of(
        payload,
        Metadata.of(metadata),
        () -> {
          settled.add("acknowledged");
          return CompletableFuture.completedFuture(null);
        },
        cause -> {
          settled.add(cause);
          return CompletableFuture.completedFuture(null);
        });
  }

  private static IncomingRedisStreamMetadata metadata(int number) {
    return new IncomingRedisStreamMetadata(
        "s", 0, number + "-1", null, 1, Map.of(), PartitionLease.ENDLESS);
  }

  private static List<byte[]> bytes(String... payloads) {
    return Arrays.stream(payloads).map(it -> it.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static Type type(TypeReference<?> reference) {
    return reference.getType();
  }

  @Test
  void payloads_are_the_list_that_they_are_given() {
    List<byte[]> list = bytes("a", "b");
    Payloads payloads = new Payloads(list);
    assertEquals(2, payloads.size());
    assertArrayEquals(list.get(1), payloads.get(1));
    assertThrows(IndexOutOfBoundsException.class, () -> payloads.get(2));
  }
}
