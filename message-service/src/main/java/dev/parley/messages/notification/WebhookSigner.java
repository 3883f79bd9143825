package dev.parley.messages.notification;

import dev.parley.messages.MessageServiceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks as the Standard Webhooks specification has it: HMAC-SHA256 of {@code
 * id.timestamp.body}, by each secret. Thread-safe.
 */
final class WebhookSigner {

  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;
  private static final String HMAC = "HmacSHA256";

  private final List<SecretKeySpec> secrets;

  private WebhookSigner(List<SecretKeySpec> secrets) {
    this.secrets = secrets;
  }

  /**
   * With the secrets that are configured.
   *
   * @throws IllegalArgumentException with a sentence that names the property, and no secret
   */
  static WebhookSigner of(MessageServiceSettings.Webhook settings) {
    String property = "parley.notifications.webhook.secret";
    if (settings.secret().isPresent() == settings.secretFile().isPresent()) {
      throw new IllegalArgumentException(
          property + " must be set, or " + property + "-file, and not both");
    }
    return settings
        .secret()
        .map(secret -> of(property, secret))
        .orElseGet(() -> of(property + "-file", read(settings.secretFile().orElseThrow())));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "parley.notifications.webhook.secret-file must be a file that can be read: " + e, e);
    }
  }

  private static WebhookSigner of(String property, String text) {
    List<SecretKeySpec> secrets = new ArrayList<>();
    for (String secret : text.trim().split("\\s+", -1)) {
      byte[] bytes = decode(secret);
      if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            property + " must be whsec_ and the base64 of 24 to 64 bytes, or several of these");
      }
      secrets.add(new SecretKeySpec(bytes, HMAC));
    }
    return new WebhookSigner(List.copyOf(secrets));
  }

  private static byte[] decode(String secret) {
    try {
      return secret.startsWith(PREFIX)
          ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
          : new byte[0];
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  /**
   * What goes into {@code webhook-signature}.
   *
   * @param timestamp seconds since the epoch
   */
  String sign(String id, long timestamp, byte[] body) {
    StringJoiner signatures = new StringJoiner(" ");
    for (SecretKeySpec secret : secrets) {
      signatures.add("v1," + Base64.getEncoder().encodeToString(hmac(secret, id, timestamp, body)));
    }
    return signatures.toString();
  }

  private static byte[] hmac(SecretKeySpec secret, String id, long timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(secret);
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
