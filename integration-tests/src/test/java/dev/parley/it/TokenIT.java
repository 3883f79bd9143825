package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.local.ServiceProcess;
import dev.parley.local.Suite;
import dev.parley.local.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the gateway answers to the upgrade request itself, byte by byte. */
class TokenIT {

  private static Suite suite;

  @BeforeAll
  static void startSuite() throws IOException {
    suite =
        Suite.builder()
            .freePorts(true)
            .gateways(1)
            .stateDir(Files.createTempDirectory("parley-it"))
            .start();
  }

  @AfterAll
  static void stopSuite() {
    suite.close();
  }

  @Test
  void a_good_token_is_upgraded() {
    assertTrue(upgrade(suite.token("ann")).startsWith("HTTP/1.1 101"));
  }

  @Test
  void no_token_gets_401() {
    assert401(upgrade(null));
  }

  @Test
  void an_expired_token_gets_401() {
    assert401(upgrade(suite.tokens().issue("ann", Duration.ofMinutes(-5))));
  }

  @Test
  void a_token_of_another_issuer_gets_401() {
    assert401(
        upgrade(
            suite
                .tokens()
                .issue(
                    Map.of(
                        "iss", "somebody-else", "sub", "ann", "iat", now(), "exp", now() + 600))));
  }

  @Test
  void a_token_without_expiry_or_subject_gets_401() {
    assert401(
        upgrade(suite.tokens().issue(Map.of("iss", Tokens.ISSUER, "sub", "ann", "iat", now()))));
    assert401(
        upgrade(
            suite.tokens().issue(Map.of("iss", Tokens.ISSUER, "iat", now(), "exp", now() + 600))));
  }

  @Test
  void an_unsigned_token_gets_401() {
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"ann\",\"iat\":%d,\"exp\":%d}"
            .formatted(Tokens.ISSUER, now(), now() + 600);
    assert401(upgrade(base64("{\"alg\":\"none\"}") + "." + base64(claims) + "."));
  }

  @Test
  void a_token_that_was_changed_or_signed_by_another_key_gets_401() throws IOException {
    String[] good = suite.token("ann").split("\\.", -1);
    String claims =
        new String(Base64.getUrlDecoder().decode(good[1]), StandardCharsets.UTF_8)
            .replace("\"ann\"", "\"bob\"");
    assert401(upgrade(good[0] + "." + base64(claims) + "." + good[2]));
    assert401(upgrade(Tokens.of(Files.createTempDirectory("parley-it")).issue("ann")));
    assert401(upgrade("not.a.token"));
  }

  @Test
  void tokens_and_tickets_are_in_no_log() throws Exception {
    String token = suite.token("ann");
    String ticket = ticket(token);
    String changed = token.substring(0, token.length() - 8) + "AAAAAAAA";
    assertTrue(upgrade("/ws?ticket=" + ticket, "").startsWith("HTTP/1.1 101"));
    assert401(upgrade("/ws?ticket=" + ticket, ""));
    String subprotocols = "Sec-WebSocket-Protocol: parley.v1, bearer.%s\r\n";
    String accepted = upgrade("/ws", subprotocols.formatted(token));
    assertTrue(accepted.startsWith("HTTP/1.1 101"), accepted);
    assertFalse(accepted.contains(token), "echoed");
    assert401(upgrade("/ws", subprotocols.formatted(changed)));
    assert401(upgrade(changed));
    try (ChatClient client = ChatClient.connect(suite.gateways().get(0), "ann", token)) {
      client.ask("auth:refresh", "{'token':'%s'}", token);
    }

    String body = token.split("\\.", -1)[1];
    for (ServiceProcess process : suite.processes()) {
      String log = Files.readString(process.logFile());
      assertFalse(log.contains(body) || log.contains(ticket), process.logFile().toString());
    }
  }

  private static String ticket(String token) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(suite.gateways().get(0).resolve("/api/v1/tickets"))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return ChatClient.JSON.readTree(answer).path("ticket").asText();
  }

  private static void assert401(String head) {
    assertTrue(head.startsWith("HTTP/1.1 401"), head);
    assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("www-authenticate: bearer"), head);
    assertFalse(head.contains("101 Switching"), head);
  }

  private static String upgrade(String token) {
    return upgrade("/ws", token == null ? "" : "Authorization: Bearer " + token + "\r\n");
  }

  private static String upgrade(String path, String headers) {
    URI gateway = suite.gateways().get(0);
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + gateway.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + headers
            + "\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int c = socket.getInputStream().read();
        assertTrue(c >= 0, "closed after " + head);
        head.append((char) c);
      }
      return head.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }

  @Test
  void a_connection_ends_when_its_token_does() {
    try (ChatClient client =
        ChatClient.connect(
            suite.gateways().get(0), "ann", suite.tokens().issue("ann", Duration.ofSeconds(3)))) {
      assertEquals(4001, client.await(client.closed()));
    }
  }
}
