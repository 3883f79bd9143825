package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteTest {

  @TempDir Path root;
  private Path journal;

  @BeforeEach
  void project() throws Exception {
    FakeProject.in(root);
    journal = root.resolve("journal");
  }

  @Test
  void suite_started_hasAllReady() {
    try (Suite suite = fakes().start()) {
      assertEquals(
          List.of("redis", "mongo", "message-1", "presence-1", "gateway-1", "gateway-2"),
          suite.processes().stream().map(ServiceProcess::name).toList());
      assertTrue(suite.processes().stream().allMatch(ServiceProcess::isReady));
      assertEquals(2, suite.gateways().size());
      assertEquals(1, suite.messages().size());
      assertEquals(1, suite.presence().size());
      ServiceProcess second = suite.process("gateway-2");
      assertEquals(second.port(), suite.gateways().get(1).getPort());
      assertNotEquals(second.port(), second.managementPort());
      assertTrue(suite.process("gateway-1").cpu().toMillis() > 0);
    }
  }

  @Test
  void services_started_getTheirSettings() throws Exception {
    try (Suite suite = fakes().environment("PARLEY_KEY_PREFIX", "p1:").start()) {
      String environment = get(suite.gateways().get(0).resolve("/environment"));
      for (String expected :
          List.of(
              "REDIS_URL=" + suite.redisUrl(),
              "MONGODB_URL=" + suite.mongoUrl(),
              "JWT_ISSUER=parley-local",
              "PARLEY_NODE_DRAIN=",
              "QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE=",
              "MESSAGE_SERVICE_URL=" + join(suite.messages()),
              "PRESENCE_SERVICE_URL=" + join(suite.presence()),
              "JWT_PUBLIC_KEY_LOCATION=" + suite.tokens().publicKeyFile().toUri(),
              "QUARKUS_HTTP_HOST=127.0.0.1",
              "QUARKUS_MANAGEMENT_HOST=127.0.0.1",
              "PARLEY_KEY_PREFIX=p1:")) {
        assertTrue(environment.contains(expected), expected);
      }
    }
  }

  @Test
  void replicas_areAllKnownToTheGateways() throws Exception {
    try (Suite suite = fakes().gateways(1).messages(2).presence(3).cache(2).start()) {
      String environment = get(suite.gateways().get(0).resolve("/environment"));
      assertEquals(3, suite.presence().size());
      assertTrue(environment.contains("MESSAGE_SERVICE_URL=" + join(suite.messages())));
      assertTrue(environment.contains("PRESENCE_SERVICE_URL=" + join(suite.presence())));
      assertEquals(2, suite.cache().size());
      assertTrue(environment.contains("CACHE_SERVICE_URL=" + join(suite.cache())));
      assertFalse(environment.contains("PARLEY_PRESENCE_ENABLED="));
      assertFalse(environment.contains("PARLEY_MODELS_ENABLED="));
    }
  }

  @Test
  void suite_withoutPresence_tellsTheGateways() throws Exception {
    try (Suite suite = fakes().gateways(1).presence(0).start()) {
      String environment = get(suite.gateways().get(0).resolve("/environment"));
      assertTrue(environment.contains("PARLEY_PRESENCE_ENABLED=false"));
      assertFalse(environment.contains("PRESENCE_SERVICE_URL="));
    }
  }

  @Test
  void suite_withoutCache_tellsTheGateways() throws Exception {
    try (Suite suite = fakes().gateways(1).start()) {
      String environment = get(suite.gateways().get(0).resolve("/environment"));
      assertEquals(List.of(), suite.cache());
      assertTrue(environment.contains("PARLEY_MODELS_ENABLED=false"));
      assertFalse(environment.contains("CACHE_SERVICE_URL="));
    }
  }

  @Test
  void suite_closed_stopsGatewaysThenServicesThenStores() throws Exception {
    List<String> stopped = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void stopped(String process, boolean killed) {
            stopped.add(process.replaceAll("-.*", ""));
          }
        };
    Suite suite = fakes().cache(1).progress(progress).start();
    suite.close();
    suite.close();
    assertEquals(
        List.of("gateway", "gateway", "cache", "presence", "message", "mongo", "redis"), stopped);
    assertEquals(
        List.of(
            "gateway-service redis=true mongo=true",
            "gateway-service redis=true mongo=true",
            "cache-service redis=true mongo=true",
            "presence-service redis=true mongo=true",
            "message-service redis=true mongo=true"),
        Files.readAllLines(journal));
    assertNothingRuns(suite);
  }

  @Test
  void service_endsAtStart_isNamedWithItsReasonAndNothingIsLeft() {
    SuiteBuilder builder = fakes().environment("FAKE_GATEWAY_SERVICE", "exit");
    String sentence = assertThrows(LocalRunException.class, builder::start).getMessage();
    assertTrue(
        sentence.matches("gateway-[12] ended with exit code 3; it wrote: Caused by: .*"), sentence);
    assertTrue(sentence.contains("parley.limit is not a number"), sentence);
    assertTrue(sentence.contains(root.resolve("state/logs").toString()), sentence);
    assertNoRecords();
  }

  @Test
  void service_neverReady_isNamedAndNothingIsLeft() {
    SuiteBuilder builder =
        fakes().environment("FAKE_MESSAGE_SERVICE", "never").readyWithin(Duration.ofSeconds(3));
    String sentence = assertThrows(LocalRunException.class, builder::start).getMessage();
    assertTrue(sentence.startsWith("message-1 was not ready in time"), sentence);
    assertNoRecords();
  }

  @Test
  void service_doesNotStop_isKilled() {
    List<String> killedNames = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void stopped(String process, boolean killed) {
            if (killed) {
              killedNames.add(process);
            }
          }
        };
    Suite suite =
        fakes()
            .gateways(1)
            .environment("FAKE_GATEWAY_SERVICE", "stubborn")
            .stopWithin(Duration.ofSeconds(1))
            .progress(progress)
            .start();
    suite.close();
    assertEquals(List.of("gateway-1"), killedNames);
    assertNothingRuns(suite);
  }

  @Test
  void service_killed_isReportedOnlyWhenNobodyAsked() throws Exception {
    BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    Progress progress =
        new Progress() {
          @Override
          public void ended(ServiceProcess process, int exitCode) {
            ended.add(process.name() + " " + exitCode);
          }
        };
    try (Suite suite = fakes().progress(progress).start()) {
      ServiceProcess gateway = suite.process("gateway-1");
      long before = gateway.pid();
      gateway.killHard();
      assertFalse(gateway.isAlive());
      gateway.restart();
      gateway.awaitReady(Duration.ofSeconds(20));
      assertNotEquals(before, gateway.pid());
      ProcessHandle.of(suite.process("message-1").pid()).orElseThrow().destroyForcibly();
      assertEquals("message-1 137", ended.poll(10, TimeUnit.SECONDS));
      assertEquals(null, ended.poll());
    }
  }

  @Test
  void suite_portInUse_saysWhichAndWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SuiteBuilder builder = fakes().freePorts(false).redisPort(taken.getLocalPort());
      String sentence = assertThrows(LocalRunException.class, builder::start).getMessage();
      assertEquals(
          "Port "
              + taken.getLocalPort()
              + ", for redis, is in use: stop what listens there, or choose another with"
              + " --redis-port, or use what is there with REDIS_URL.",
          sentence);
    }
    assertNoRecords();
  }

  @Test
  void suite_serviceNotBuilt_saysHowToBuild() throws Exception {
    Files.delete(Plans.jar(root, "gateway-service"));
    String sentence = assertThrows(LocalRunException.class, fakes()::start).getMessage();
    assertTrue(sentence.startsWith("gateway-service is not built: run mvn "), sentence);
  }

  @Test
  void suite_withOwnStores_startsNone() {
    try (Suite stores = fakes().gateways(0).messages(0).presence(0).start();
        Suite suite =
            fakes()
                .stateDir(root.resolve("other"))
                .redisUrl(stores.redisUrl())
                .mongoUrl(stores.mongoUrl())
                .start()) {
      assertEquals(
          List.of("message-1", "presence-1", "gateway-1", "gateway-2"),
          suite.processes().stream().map(ServiceProcess::name).toList());
      assertEquals(stores.redisUrl(), suite.redisUrl());
      assertThrows(NoSuchElementException.class, suite::redisPort);
    }
  }

  private SuiteBuilder fakes() {
    return Suite.builder()
        .projectRoot(root)
        .stateDir(root.resolve("state"))
        .freePorts(true)
        .environment("FAKE_JOURNAL", journal.toString());
  }

  private static String join(List<URI> addresses) {
    return addresses.stream().map(URI::toString).collect(Collectors.joining(","));
  }

  private void assertNoRecords() {
    assertFalse(Files.exists(root.resolve("state/processes")));
  }

  private void assertNothingRuns(Suite suite) {
    assertTrue(suite.processes().stream().noneMatch(ServiceProcess::isAlive));
    assertTrue(suite.processes().stream().allMatch(process -> Ports.isFree(process.port())));
    assertNoRecords();
  }

  private static String get(URI uri) throws Exception {
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes());
    }
  }
}
