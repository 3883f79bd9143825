package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.parley.it.TraceCollector.Span;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The way of a message as the services tell it to a collector of traces. */
class TraceIT {

  private static final String GATEWAY = "gateway-service";
  private static final String MESSAGES = "message-service";

  private static TraceCollector collector;
  private static RunningSuite suite;

  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");

  @BeforeAll
  static void startSuite() throws Exception {
    collector = new TraceCollector();
    suite =
        RunningSuite.start(
            builder ->
                builder
                    .environment("OTEL_SDK_DISABLED", "false")
                    .environment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                    .environment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address().toString())
                    .environment("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "0.2S"));
  }

  @AfterAll
  static void stopSuite() {
    suite.close();
    collector.close();
  }

  @Test
  void a_message_is_one_trace_from_its_gateway_to_mongodb_and_to_the_other_gateway() {
    try (ChatClient a = suite.connect(suite.gatewayA(), ann);
        ChatClient b = suite.connect(suite.gatewayB(), bob)) {
      String conversation = a.createDirect(bob);
      a.await(a.send(conversation, "m1", "a secret"));
      Await.until("bob has it", () -> !b.seqs(conversation).isEmpty());

      Span request = root("message:send");
      assertEquals(GATEWAY, request.service());
      Span publish = child(request, GATEWAY, "parley:commands publish");
      Span process = child(publish, MESSAGES, "parley:commands process");
      child(process, MESSAGES, "insert messages");
      child(process, MESSAGES, "parley:events publish");
      List<Span> inboxes = children(process, MESSAGES, "parley:inbox", 2);
      assertNotEquals(inboxes.get(0).id(), inboxes.get(1).id(), "the reply, and the delivery");
      inboxes.forEach(inbox -> children(inbox, GATEWAY, "parley:inbox", 1));
      assertFalse(collector.hasSeen("a secret"), "nothing of what people write");
    }
  }

  @Test
  void each_request_is_a_trace_of_its_own() {
    try (ChatClient a = suite.connect(suite.gatewayA(), ann)) {
      a.createDirect(bob);
      a.createDirect(RunningSuite.user("eve"));

      Await.until("both", () -> named("conversation:create").size() >= 2);
      List<Span> requests = named("conversation:create");
      assertEquals(requests.size(), requests.stream().map(Span::trace).distinct().count());
      requests.forEach(request -> assertEquals("", request.parent()));
    }
  }

  private static Span root(String name) {
    Await.until(() -> name + " in " + collector.spans(), () -> !named(name).isEmpty());
    Span root = named(name).get(0);
    assertEquals("", root.parent());
    return root;
  }

  private static List<Span> named(String name) {
    return collector.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  private static Span child(Span parent, String service, String name) {
    return children(parent, service, name, 1).get(0);
  }

  /** Waits for as many spans below one as there must be, in its trace. */
  private static List<Span> children(Span parent, String service, String name, int count) {
    Await.until(
        () -> count + " x " + name + " below " + parent + " in " + collector.spans(),
        () -> below(parent, service, name).size() == count);
    return below(parent, service, name);
  }

  private static List<Span> below(Span parent, String service, String name) {
    return collector.spans().stream()
        .filter(span -> span.trace().equals(parent.trace()) && span.parent().equals(parent.id()))
        .filter(span -> span.service().equals(service) && span.name().startsWith(name))
        .toList();
  }
}
