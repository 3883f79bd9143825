package dev.parley.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * Behaves like a service as far as starting and stopping go; how is in the environment: {@code
 * FAKE_GATEWAY_SERVICE}, {@code FAKE_MESSAGE_SERVICE}, {@code FAKE_PRESENCE_SERVICE} and {@code
 * FAKE_CACHE_SERVICE} = ready (default), exit, never, stubborn.
 */
public final class FakeService {

  private FakeService() {}

  public static void main(String[] args) throws Exception {
    // <module>/target/quarkus-app/quarkus-run.jar
    Path jar = Path.of(System.getProperty("java.class.path"));
    String module = jar.getName(jar.getNameCount() - 4).toString();
    String mode = env("FAKE_" + module.toUpperCase().replace('-', '_'), "ready");
    if (mode.equals("exit")) {
      System.out.println("ERROR Failed to start application");
      System.out.println(
          "Caused by: java.lang.IllegalStateException: parley.limit is not a number");
      System.out.println("\tat dev.parley.Somewhere");
      System.exit(3);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(module, mode)));
    serve(mode.equals("never") ? 503 : 200);
    new CountDownLatch(1).await();
  }

  private static void serve(int status) throws IOException {
    HttpServer management = server("QUARKUS_MANAGEMENT_HOST", "QUARKUS_MANAGEMENT_PORT");
    management.createContext(
        "/q/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    management.start();
    HttpServer server = server("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT");
    server.createContext(
        "/environment",
        exchange -> {
          byte[] all = System.getenv().toString().getBytes();
          exchange.sendResponseHeaders(200, all.length);
          exchange.getResponseBody().write(all);
          exchange.close();
        });
    server.start();
  }

  private static HttpServer server(String host, String port) throws IOException {
    int number = Integer.parseInt(System.getenv(port));
    return HttpServer.create(new InetSocketAddress(System.getenv(host), number), 10);
  }

  private static void stop(String module, String mode) {
    boolean redis = Probe.redisAnswers(URI.create(System.getenv("REDIS_URL")).getPort());
    boolean mongo = Ports.answers(URI.create(System.getenv("MONGODB_URL")).getPort());
    journal(module + " redis=" + redis + " mongo=" + mongo + "\n");
    if (mode.equals("stubborn")) {
      Pause.millis(60_000);
    }
  }

  private static void journal(String line) {
    String journal = System.getenv("FAKE_JOURNAL");
    if (journal != null) {
      try {
        Files.writeString(
            Path.of(journal), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static String env(String name, String otherwise) {
    return System.getenv().getOrDefault(name, otherwise);
  }
}
