package dev.parley.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What spans are exported to: takes OTLP over HTTP in protobuf (OpenTelemetry protocol,
 * "OTLP/HTTP") and keeps of each span what the tests look at.
 */
final class TraceCollector implements AutoCloseable {

  /**
   * @param parent empty for the first span of a trace
   */
  record Span(String service, String name, String trace, String id, String parent) {}

  /** All bytes that came, as text: to look for what must not be in there. */
  private final StringBuffer wire = new StringBuffer();

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  TraceCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Span> spans() {
    if (!failures.isEmpty()) {
      throw new AssertionError("not OTLP: " + failures);
    }
    return spans;
  }

  /** Whether a text stands anywhere in what came. */
  boolean hasSeen(String text) {
    return wire.indexOf(text) >= 0;
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] request = exchange.getRequestBody().readAllBytes();
    wire.append(new String(request, StandardCharsets.ISO_8859_1));
    try {
      ProtobufMessage.of(request).all(1).forEach(this::addResource);
    } catch (RuntimeException unreadable) {
      failures.add(unreadable.toString());
    }
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /** {@code ResourceSpans}: 1 resource, 2 scope_spans. */
  private void addResource(ProtobufMessage resource) {
    Map<String, String> attributes = new ConcurrentHashMap<>();
    for (ProtobufMessage attribute : resource.all(1).get(0).all(1)) {
      // KeyValue: 1 key, 2 value; AnyValue: 1 string_value.
      attribute.all(2).get(0).text(1).ifPresent(v -> attributes.put(attribute.need(1), v));
    }
    String service = attributes.get("service.name");
    List<Span> read = new ArrayList<>();
    for (ProtobufMessage scope : resource.all(2)) {
      // ScopeSpans: 2 spans. Span: 1 trace_id, 2 span_id, 4 parent_span_id, 5 name.
      for (ProtobufMessage span : scope.all(2)) {
        read.add(new Span(service, span.need(5), hex(span, 1), hex(span, 2), hex(span, 4)));
      }
    }
    spans.addAll(read);
  }

  private static String hex(ProtobufMessage message, int field) {
    return message.bytes(field).map(HexFormat.of()::formatHex).orElse("");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
