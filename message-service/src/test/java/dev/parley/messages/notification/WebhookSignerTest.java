package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.TestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignerTest {

  private static final String SECRET = "parley.notifications.webhook.secret";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

  /** The example that the specification's own libraries are tested with. */
  private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

  @Test
  void signs_as_the_specification_does() {
    assertEquals(SIGNATURE, sign(signer(SECRET, Notifying.SECRET)));
  }

  @Test
  void signs_with_each_secret_while_they_change() {
    String both = sign(signer(SECRET, Notifying.SECRET + "  " + OTHER));
    assertEquals(SIGNATURE + " " + sign(signer(SECRET, OTHER)), both);
  }

  @Test
  void secret_can_be_in_a_file(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), Notifying.SECRET + "\n");
    assertEquals(SIGNATURE, sign(signer(SECRET + "-file", file.toString())));
  }

  @Test
  void file_that_is_not_there_is_named() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> signer(SECRET + "-file", "/not/there/at/all"));
    assertTrue(refusal.getMessage().startsWith(SECRET + "-file must be"), refusal.getMessage());
  }

  @Test
  void exactly_one_of_both_is_needed() {
    Map<String, String> both = Map.of(SECRET, Notifying.SECRET, SECRET + "-file", "/tmp/secret");
    for (Map<String, String> values : List.of(Map.<String, String>of(), both)) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> signer(values));
      assertTrue(refusal.getMessage().startsWith(SECRET + " must be"), refusal.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_dG9vIHNob3J0",
        "whsec_no base64 at all, but long enough",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_",
        "whsec_"
            + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void secret_of_another_form_is_refused_and_not_repeated(String secret) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> signer(SECRET, secret));
    assertTrue(refusal.getMessage().startsWith(SECRET + " must be"), refusal.getMessage());
    assertFalse(refusal.getMessage().contains(secret));
  }

  private static String sign(WebhookSigner signer) {
    return signer.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY);
  }

  private static WebhookSigner signer(String property, String value) {
    return signer(Map.of(property, value));
  }

  private static WebhookSigner signer(Map<String, String> values) {
    return WebhookSigner.of(TestSettings.with(values).notifications().webhook());
  }
}
