package dev.parley.local;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Tells its environment to whoever asks at the {@code PORT} that it was given. */
public final class FakeProgram {

  private FakeProgram() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(System.getenv("PORT"));
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 10);
    server.createContext(
        "/",
        exchange -> {
          byte[] all = System.getenv().toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, all.length);
          exchange.getResponseBody().write(all);
          exchange.close();
        });
    server.start();
  }
}
