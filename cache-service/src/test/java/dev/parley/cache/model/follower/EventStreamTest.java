package dev.parley.cache.model.follower;

import static dev.parley.cache.model.Samples.loaded;
import static dev.parley.cache.model.Samples.message;
import static dev.parley.cache.model.Samples.messages;
import static dev.parley.cache.model.Samples.view;
import static dev.parley.service.testing.Await.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.Servers;
import dev.parley.cache.model.ModelKey;
import dev.parley.cache.model.ModelMeters;
import dev.parley.cache.model.ModelMeters.Outcome;
import dev.parley.cache.model.ModelStore;
import dev.parley.cache.model.RecentModel;
import dev.parley.cache.model.Samples;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.TypingNotice;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** From the streams of events into the models. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class EventStreamTest {

  @TestHTTPResource(value = "/", management = true)
  String management;

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject ModelStore models;
  @Inject ModelMeters meters;
  @Inject CacheServiceSettings settings;
  @Inject Config config;
  @Inject ObjectMapper json;

  private final String id = "c-" + Ids.random();

  @Test
  void channel_is_that_of_the_contracts() {
    assertEquals(keys.events(), value("stream"));
    assertEquals(Integer.toString(settings.partitions()), value("partitions"));
    assertEquals("cache-service", value("group"));
    assertEquals("exclusive", value("assignment"));
    assertEquals("0", value("retry-attempts"), "Redis comes back");
  }

  @Test
  void events_are_applied_and_it_is_noted_up_to_where() {
    complete();

    append(entry(newMessage(1), newMessage(2)));
    String last = append(entry(newMessage(3)));

    untilApplied(last);
    assertEquals(new RecentModel(1, 3, messages(id, 1, 3)), recent());
  }

  @Test
  void what_cannot_be_read_is_a_dead_letter_and_nothing_else_suffers() {
    complete();
    long rejected = meters.counted(Outcome.REJECTED);
    long ignored = meters.counted(Outcome.IGNORED);
    long applied = meters.counted(Outcome.APPLIED);
    int dead = deadLetters();

    append("poison".getBytes(StandardCharsets.UTF_8));
    append(entry(newMessage(1), broken(), newMessage(2)));
    String last = append(entry(unknown(), newMessage(3)));

    untilApplied(last);
    assertEquals(new RecentModel(1, 3, messages(id, 1, 3)), recent());
    Await.until("both are dead letters", () -> deadLetters() == dead + 2);
    Await.until(
        "events are counted",
        () ->
            meters.counted(Outcome.REJECTED) == rejected + 2
                && meters.counted(Outcome.IGNORED) == ignored + 1
                && meters.counted(Outcome.APPLIED) == applied + 3);
  }

  @Test
  void what_becomes_of_events_can_be_watched() {
    untilApplied(append(entry(newMessage(1))));

    String metrics = RestAssured.get(management + "metrics").asString();

    for (String metric :
        List.of(
            "parley_models_events_total{outcome=\"applied\"}",
            "parley_models_events_total{outcome=\"ignored\"}",
            "parley_models_events_total{outcome=\"rejected\"}",
            "parley_models_dropped_total{reason=\"hole\"}",
            "parley_models_dropped_total{reason=\"pinned\"}",
            "parley_models_dropped_total{reason=\"size\"}",
            "parley_models_lag_seconds_max")) {
      assertTrue(metrics.contains(metric), metric);
    }
  }

  private void complete() {
    result(models.begin(List.of(new ModelKey.Recent(id)), "token"));
    result(models.finishRecent("token", List.of(loaded(view(id, 1, 0, null), 1))));
  }

  private RecentModel recent() {
    return result(models.recent(Map.of(id, 0L))).get(id);
  }

  private Envelope newMessage(long seq) {
    return event(EventType.MESSAGE_NEW, Samples.told(message(id, seq)));
  }

  private Envelope broken() {
    return event(EventType.MESSAGE_EDIT, Map.of("conversationId", "another"));
  }

  private Envelope unknown() {
    return event(EventType.TYPING_START, new TypingNotice(id, "ann", 5));
  }

  private Envelope event(String type, Object payload) {
    try {
      RawJson body = RawJson.of(json.writeValueAsBytes(payload));
      return new Envelope(Ids.random(), type, id, 1, "ann", null, body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] entry(Envelope... events) {
    return EnvelopeCodec.encodeAll(List.of(events));
  }

  private int partition() {
    return Partitions.of(id, settings.partitions());
  }

  private String stream() {
    return RedisKeys.partition(keys.events(), partition());
  }

  private String append(byte[] entry) {
    return call(Request.cmd(Command.XADD).arg(stream()).arg("*").arg("data").arg(entry)).toString();
  }

  private int deadLetters() {
    return call(Request.cmd(Command.XLEN).arg(stream() + ":dead-letter")).toInteger();
  }

  private void untilApplied(String entryId) {
    Await.until(
        "the entry is applied", () -> result(models.applied()).get(partition()).equals(entryId));
  }

  private Response call(Request request) {
    return result(redis.send(request));
  }

  private String value(String name) {
    return config.getValue("mp.messaging.incoming.events." + name, String.class);
  }
}
