package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.key.Partitions;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.ManagementConformance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What operators ask, and clients must not be able to. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class ManagementTest extends ManagementConformance {

  private static final String SEND =
      "{'conversationId':'%s','clientMessageId':'m1','content':{'type':'text','text':'hi'}}";

  /** With the blank: others begin with the same name. */
  private static final String SESSIONS = "parley_sessions ";

  @Inject Backend backend;

  @Override
  protected List<String> names() {
    return List.of(
        "parley_signals_failures_total", "parley_signals_waiting", "parley_presence_watched");
  }

  @Test
  void metrics_haveTheChannels() {
    double sent = value("redis_streams_sent_messages_total{channel=\"commands\"");
    try (Client client = Client.ready("metric1")) {
      client.request("1", "message:send", SEND.formatted("c1"));
      backend.command(Partitions.of("c1", 16), "metric1");
    }

    Backend.until(
        "the command is counted",
        () -> value("redis_streams_sent_messages_total{channel=\"commands\"") > sent);
    assertTrue(value("redis_streams_received_entries_total{channel=\"inbox\"") > 0);
  }

  @Test
  void metrics_haveTheRequestsByOutcome() {
    String method = "parley_requests_seconds_count{method=\"message:send\",outcome=\"%s\"";
    double ok = value(method.formatted("ok"));
    double refused = value(method.formatted("not_a_member"));
    double invalid = value(method.formatted("invalid_params"));
    double dropped = value(method.formatted("dropped"));
    try (Client client = Client.ready("metric2")) {
      client.request("1", "message:send", "{}");
      client.next();
      backend.reply(send(client, "c2"), "{\"seq\":1}");
      client.next();
      backend.refuse(send(client, "c3"), "{\"code\":\"not_a_member\",\"message\":\"no\"}");
      client.next();
      send(client, "c4");
    }

    Backend.until(
        "the dropped one is counted", () -> value(method.formatted("dropped")) == dropped + 1);
    assertEquals(ok + 1, value(method.formatted("ok")));
    assertEquals(refused + 1, value(method.formatted("not_a_member")));
    assertEquals(invalid + 1, value(method.formatted("invalid_params")));
  }

  @Test
  void metrics_haveTheSessions() {
    try (Client client = Client.ready("metric3");
        Client other = Client.ready("metric4")) {
      Backend.until("the two and no others", () -> value(SESSIONS) == 2);
    }
    Backend.until("the two are gone", () -> value(SESSIONS) == 0);
  }

  @Test
  void metrics_haveConnectsAndTheirEnds() {
    double connects = value("parley_connects_total{status=\"101\"");
    double refused = value("parley_connects_total{status=\"401\"");
    double ended = value("parley_sessions_closed_total{reason=\"peer\"");
    assertThrows(CompletionException.class, () -> Client.connect("no token"));
    Client.ready("metric6").close();

    assertEquals(connects + 1, value("parley_connects_total{status=\"101\""));
    assertEquals(refused + 1, value("parley_connects_total{status=\"401\""));
    Backend.until(
        "its end is counted",
        () -> value("parley_sessions_closed_total{reason=\"peer\"") >= ended + 1);
  }

  @Test
  void metrics_haveTheFanOut() {
    double events = value("parley_events_total{event=\"message:new\"");
    double deliveries = value("parley_deliveries_total{event=\"message:new\"");
    try (Client phone = Client.ready("metric5");
        Client laptop = Client.ready("metric5")) {
      backend.tell(Backend.delivery("{}", "", "metric5", "nobody"));
      phone.next();
      laptop.next();
    }
    assertEquals(events + 1, value("parley_events_total{event=\"message:new\""));
    assertEquals(deliveries + 2, value("parley_deliveries_total{event=\"message:new\""));
  }

  @Test
  void metrics_haveWhatIsSaidOfUsers() {
    double told = value("parley_signals_total");
    Client.ready("metric7").close();
    Backend.until("come and gone", () -> value("parley_signals_total") >= told + 2);
  }

  private Envelope send(Client client, String conversation) {
    client.request("1", "message:send", SEND.formatted(conversation));
    return backend.command(Partitions.of(conversation, 16), "metric2");
  }

  /** The value of the first line that begins so; 0 for none. */
  private double value(String prefix) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(prefix))
        .findFirst()
        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .orElse(0.0);
  }
}
