package dev.parley.messages.notification;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;

/** The service with notifications by webhook and mail, and little patience. */
public final class Notifying implements QuarkusTestProfile {

  static final Duration AFTER = Duration.ofMillis(500);

  /** The one of the specification's examples. */
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @Override
  public Map<String, String> getConfigOverrides() {
    int webhook = freePort();
    int mail = freePort();
    return Map.ofEntries(
        Map.entry("test.webhook.port", Integer.toString(webhook)),
        Map.entry("test.mail.port", Integer.toString(mail)),
        Map.entry("parley.write-behind.interval", "PT0.1S"),
        Map.entry("parley.notifications.enabled", "true"),
        Map.entry("parley.notifications.after", AFTER.toString()),
        Map.entry("parley.notifications.max-members", "3"),
        Map.entry("parley.notifications.at-once", "4"),
        Map.entry("parley.notifications.webhook.url", "http://127.0.0.1:" + webhook + "/hook"),
        Map.entry("parley.notifications.webhook.secret", SECRET),
        Map.entry("parley.notifications.webhook.timeout", "PT30S"),
        Map.entry("parley.notifications.mail.enabled", "true"),
        Map.entry("parley.notifications.mail.from", "Parley <no-reply@parley.example>"),
        Map.entry("mp.messaging.incoming.notifications.retry-delay", "PT0.05S"),
        Map.entry("quarkus.mailer.host", "127.0.0.1"),
        Map.entry("quarkus.mailer.port", Integer.toString(mail)));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
