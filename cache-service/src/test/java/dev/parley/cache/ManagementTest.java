package dev.parley.cache;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.parley.service.testing.ManagementConformance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators ask, at a port of its own. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ManagementTest extends ManagementConformance {

  @Override
  protected List<String> names() {
    return List.of(
        "redis_streams_received_entries_total{channel=\"events\"",
        "redis_streams_received_entries_total{channel=\"queries\"",
        "redis_streams_sent_messages_total{channel=\"questions\"",
        "redis_streams_sent_messages_total{channel=\"inboxes\"",
        "parley_models_events_total{outcome=\"applied\"",
        "parley_models_passed_on_total{reason=\"behind\"",
        "parley_sessions_created_total",
        "parley_sessions_lookups_total{outcome=\"hit\"",
        "parley_sessions_alive",
        "parley_queries_total{outcome=\"answered\"",
        "parley_queries_under_way");
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
}
