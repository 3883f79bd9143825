package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A gateway of a suite with cache-service. The last test has to be the last: after it questions go
 * to message-service at once.
 */
@QuarkusTest
@QuarkusTestResource(value = GatewayResource.class, restrictToAnnotatedClass = true)
@TestProfile(ReadModelsTest.WithModels.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadModelsTest {

  /** Patient, so that a slow machine does not make a question look unanswered. */
  public static final class WithModels implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "parley.models.enabled", "true",
          "parley.models.patience", "PT4S",
          "parley.models.retry-after", "PT10M");
    }
  }

  @Inject Backend backend;
  @Inject MeterRegistry meters;

  @ParameterizedTest
  @Order(1)
  @CsvSource(
      delimiter = ';',
      value = {
        "conversation:list; {'limit':5}",
        "conversation:unread; {}",
        "sync; {'positions':{'c1':17}}"
      })
  void question_goesToCacheServiceAlone(String method, String params) {
    String user = "asks-" + method.replace(':', '-');
    try (Client client = Client.ready(user)) {
      client.request("1", method, params);

      Envelope query = modelQuery(user);
      assertEquals(method, query.type());
      assertEquals(user, query.key());
      assertEquals(params.replace('\'', '"'), query.payload().text());
      backend.reply(query, "{\"of\":\"models\"}");
      assertEquals("models", client.next().get("result").get("of").asText());
      assertEquals(List.of(), backend.queriesOf(user));
    }
  }

  @Test
  @Order(1)
  void otherQuestions_goToMessageService() {
    try (Client client = Client.ready("asks-history")) {
      client.request("1", "history", "{'conversationId':'c1'}");

      backend.query("asks-history");
      assertEquals(List.of(), backend.modelQueriesOf("asks-history"));
    }
  }

  @Test
  @Order(2)
  void question_thatNobodyAnswersGoesToMessageServiceToo() {
    try (Client client = Client.ready("waits")) {
      client.request("\"a\"", "conversation:list", "{}");
      Envelope asked = modelQuery("waits");
      Envelope passedOn = backend.query("waits");

      assertEquals(asked.replyTo(), passedOn.replyTo());
      assertEquals(asked.payload(), passedOn.payload());
      assertEquals(asked.key(), passedOn.key());
      backend.reply(passedOn, "{\"of\":\"message-service\"}");
      backend.reply(asked, "{\"of\":\"models\"}");
      assertEquals("message-service", client.next().get("result").get("of").asText());

      client.request("\"b\"", "sync", "{'positions':{}}");
      Backend.until("at once", () -> backend.queriesOf("waits").size() == 2);
      assertEquals(1, backend.modelQueriesOf("waits").size());
      backend.reply(backend.queriesOf("waits").get(1), "{\"of\":\"message-service\"}");
      assertEquals("\"b\"", client.next().get("id").toString(), "the late reply was dropped");
      assertTrue(count("unanswered") >= 1);
      assertTrue(count("away") >= 1);
    }
  }

  private Envelope modelQuery(String user) {
    Backend.until("a question of " + user, () -> !backend.modelQueriesOf(user).isEmpty());
    return backend.modelQueriesOf(user).get(0);
  }

  private double count(String why) {
    return meters.get("parley.models.passed.on").tag("why", why).counter().count();
  }
}
