package dev.parley.presence;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.parley.service.testing.ManagementConformance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ManagementTest extends ManagementConformance {

  @Override
  protected List<String> names() {
    return List.of(
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
        "redis_streams_received_entries_total{channel=\"queries\"",
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
