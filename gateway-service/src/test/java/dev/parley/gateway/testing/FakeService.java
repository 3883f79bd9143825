package dev.parley.gateway.testing;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An HTTP server behind the gateway that does as a test says, on one port as long as it lives. */
public final class FakeService {

  /** A request that has come. */
  public record Seen(String method, String uri, MultiMap headers, String body) {}

  private static final long PATIENCE_SECONDS = 30;

  private final Vertx vertx;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final String name;
  private volatile Handler<HttpServerRequest> behaviour = this::answer;
  private HttpServer server;
  private int port;

  /** One that listens and ends with Vert.x. */
  public FakeService(Vertx vertx, String name) {
    this.vertx = vertx;
    this.name = name;
    start();
  }

  /** Takes connections again, at the same port. */
  public void start() {
    server =
        await(
            vertx
                .createHttpServer(new HttpServerOptions().setMaxHeaderSize(65_536))
                .requestHandler(request -> behaviour.handle(request))
                .listen(port, "127.0.0.1"));
    port = server.actualPort();
  }

  /** Cuts all connections and takes none. */
  public void stop() {
    await(server.close());
  }

  /** From now on requests are handled so. */
  public void does(Handler<HttpServerRequest> handler) {
    behaviour = handler;
  }

  /** From now on requests get this status at once. */
  public void says(int status) {
    does(
        request -> {
          seen.add(new Seen(request.method().name(), request.uri(), request.headers(), "not read"));
          request.response().setStatusCode(status).end(name);
        });
  }

  /** As at the beginning: 200, and its name. */
  public void reset() {
    behaviour = this::answer;
    seen.clear();
  }

  /** What has come since the last reset. */
  public List<Seen> seen() {
    return seen;
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  private void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              seen.add(
                  new Seen(
                      request.method().name(), request.uri(), request.headers(), body.toString()));
              request.response().putHeader("Content-Type", "text/plain").end(name);
            });
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
