package dev.parley.presence;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators ask, at a port of its own. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ManagementTest {

  @TestHTTPResource(value = "/", management = true)
  String management;

  @ConfigProperty(name = "quarkus.management.host")
  String host;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis_streams_received_entries_total{channel=\"signals\"",
        "redis_streams_leases_partitions{channel=\"signals\"",
        "redis_streams_sent_messages_total{channel=\"own-signals\"",
        "redis_streams_sent_messages_total{channel=\"inboxes\"",
        "parley_presence_signals_total{outcome=\"applied\"",
        "parley_presence_signals_total{outcome=\"old\"",
        "parley_presence_signals_total{outcome=\"refused\"",
        "parley_presence_signals_total{outcome=\"rejected\"",
        "parley_presence_changes_total",
        "parley_presence_told_total",
        "parley_presence_held_back_total",
        "parley_presence_due_total",
        "parley_presence_due_lag_seconds",
        "parley_presence_online",
        "parley_presence_reaper_users_total",
        "jvm_memory_used_bytes"
      })
  void metrics_have(String name) {
    get(management + "metrics").then().statusCode(200).body(containsString(name));
  }

  @Test
  void health_knows_redis_and_the_channels() {
    get(management + "health/ready")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks.name", hasItem("Redis connection health check"))
        .body("checks.name", hasItem(containsString("Messaging - readiness")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/metrics"})
  void servicePort_hasNothingOfIt(String path) {
    get(path).then().statusCode(404);
  }

  @Test
  void management_isForThisMachineUnlessTheOperatorSaysElse() {
    assertEquals("127.0.0.1", host);
  }
}
