package dev.parley.gateway.jsonrpc;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;

/**
 * Serves what clients may say and hear, as AsyncAPI: {@code /q/asyncapi} at the management port.
 */
@ApplicationScoped
class ApiDocument {

  private static final String FILE = "/asyncapi-clients.json";

  void serve(@Observes ManagementInterface management) throws IOException {
    Buffer document;
    try (InputStream in = ApiDocument.class.getResourceAsStream(FILE)) {
      document = Buffer.buffer(in.readAllBytes());
    }
    management
        .router()
        .get("/q/asyncapi")
        .handler(
            request ->
                request
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(document));
  }
}
