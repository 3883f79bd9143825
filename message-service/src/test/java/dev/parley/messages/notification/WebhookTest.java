package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.parley.messages.TestSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The webhook and a real HTTP service. */
class WebhookTest {

  private static final String URL = "parley.notifications.webhook.url";
  private static final String SECRET = "parley.notifications.webhook.secret";
  private static final String BODY = "{\"type\":\"notification.unread\"";
  private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

  private final Vertx vertx = Vertx.vertx();
  private final ObjectMapper json =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .setSerializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
  private WebhookReceiver receiver;

  @BeforeEach
  void listen() throws Exception {
    receiver = new WebhookReceiver(vertx, 0, Notifying.SECRET);
  }

  @AfterEach
  void close() throws Exception {
    receiver.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void tells_what_is_unread_as_the_readme_says() throws IOException {
    long before = System.currentTimeMillis() / 1000;
    assertEquals(Outcome.SENT, send(Map.of()));

    WebhookReceiver.Hook hook = receiver.of("bob").get(0);
    assertTrue(hook.timestamp() >= before);
    assertEquals(readme("webhook-id: "), hook.id());
    assertEquals(new JsonObject(readme(BODY)), hook.body());
  }

  @Test
  void example_in_the_readme_has_the_right_signature() throws IOException {
    WebhookSigner signer =
        WebhookSigner.of(
            TestSettings.with(Map.of(SECRET, readme("secret="))).notifications().webhook());
    assertEquals(
        readme("webhook-signature: "),
        signer.sign(
            readme("webhook-id: "),
            Long.parseLong(readme("webhook-timestamp: ")),
            readme(BODY).getBytes(StandardCharsets.UTF_8)));
  }

  /** What stands in the README behind these words; with them, where it is the body. */
  private static String readme(String words) throws IOException {
    String line =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(one -> one.startsWith(words))
            .findFirst()
            .orElseThrow();
    return words.equals(BODY) ? line : line.substring(words.length());
  }

  @Test
  void receiver_that_knows_one_of_two_secrets_is_content() {
    assertEquals(Outcome.SENT, send(Map.of(SECRET, OTHER + " " + Notifying.SECRET)));
    assertEquals(1, receiver.of("bob").size());
  }

  @Test
  void receiver_finds_out_a_wrong_secret() {
    assertThrows(NotAcceptedException.class, () -> send(Map.of(SECRET, OTHER)));
    assertEquals(1, receiver.forgeries().size());
    assertTrue(receiver.of("bob").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void success(int status) {
    receiver.answer("bob", status);
    assertEquals(Outcome.SENT, send(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 422})
  void not_accepted_for_good(int status) {
    receiver.answer("bob", status);
    NotAcceptedException failure = assertThrows(NotAcceptedException.class, () -> send(Map.of()));
    assertEquals("the webhook has answered " + status, failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 408, 429, 500, 502, 503, 504})
  void may_be_better_next_time(int status) {
    receiver.answer("bob", status);
    assertThrows(NotDeliveredException.class, () -> send(Map.of()));
    assertEquals(1, receiver.of("bob").size());
    assertTrue(receiver.forgeries().isEmpty(), "a redirect is not followed");
  }

  @Test
  void no_answer_is_not_waited_for() {
    receiver.answer("bob", WebhookReceiver.HOLD);
    assertThrows(
        NotDeliveredException.class,
        () -> send(Map.of("parley.notifications.webhook.timeout", "PT0.3S")));
  }

  @Test
  void nobody_listens() throws Exception {
    receiver.close();
    NotDeliveredException failure = assertThrows(NotDeliveredException.class, () -> send(Map.of()));
    assertFalse(failure.getMessage().contains("127.0.0.1"), "a URL may have a secret in it");
  }

  @Test
  void without_url_or_switch_it_is_off() {
    assertFalse(webhook(Map.of(URL, "")).isOn());
    assertFalse(webhook(Map.of("parley.notifications.enabled", "false")).isOn());
    assertTrue(webhook(Map.of()).isOn());
  }

  private Outcome send(Map<String, String> values) {
    Webhook webhook = webhook(values);
    try {
      return Talks.await(webhook.send(notification()));
    } finally {
      webhook.stop(null);
    }
  }

  private Webhook webhook(Map<String, String> changed) {
    Map<String, String> values = new HashMap<>();
    values.put("parley.notifications.enabled", "true");
    values.put("parley.notifications.webhook.timeout", "PT30S");
    values.put(URL, receiver.url());
    values.put(SECRET, Notifying.SECRET);
    values.putAll(changed);
    return new Webhook(
        io.vertx.mutiny.core.Vertx.newInstance(vertx), json, TestSettings.with(values));
  }

  private static Notification notification() {
    return new Notification(
        "bob", Talks.conversation("c1", "Plans", "ann"), 2, 5, Talks.message("c1", "ann", 5));
  }
}
