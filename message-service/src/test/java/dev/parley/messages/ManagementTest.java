package dev.parley.messages;

import dev.parley.service.testing.ManagementConformance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ManagementTest extends ManagementConformance {

  @Override
  protected List<String> names() {
    return List.of(
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
        "parley_last_messages_left_behind_total");
  }
}
