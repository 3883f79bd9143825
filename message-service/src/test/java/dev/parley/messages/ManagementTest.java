package dev.parley.messages;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
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
        "redis_streams_received_entries_total{channel=\"commands\"",
        "redis_streams_leases_partitions{channel=\"commands\"",
        "redis_streams_sent_messages_total{channel=\"events\"",
        "redis_streams_sent_messages_total{channel=\"inboxes\"",
        "parley_commands_rejected_total",
        "redis_streams_received_entries_total{channel=\"queries\"",
        "parley_queries_total{outcome=\"answered\"",
        "parley_queries_total{outcome=\"stale\"",
        "parley_queries_under_way",
        "parley_submissions_total{outcome=\"ok\"",
        "parley_submissions_pending",
        "parley_scheduled_due_total",
        "parley_retention_expired_total",
        "parley_retention_failures_total",
        "parley_notifications_total{outcome=\"sent\",way=\"webhook\"",
        "parley_notifications_total{outcome=\"unaddressed\",way=\"mail\"",
        "parley_notifications_stale_total",
        "parley_last_messages_waiting",
        "parley_last_messages_left_behind_total",
        "jvm_memory_used_bytes"
      })
  void metrics_have(String name) {
    get(management + "metrics").then().statusCode(200).body(containsString(name));
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
