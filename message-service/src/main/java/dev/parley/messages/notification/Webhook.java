package dev.parley.messages.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.messages.MessageServiceSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

/**
 * Notifications posted to a service of the operator, as the Standard Webhooks specification has it.
 * Any 2xx is success; what the service answers beside that is not read, and no redirect is
 * followed.
 */
@ApplicationScoped
class Webhook implements Way {

  static final String NAME = "webhook";

  /** Of the answers that blame the request those that may be different next time. */
  private static final Set<Integer> PASSING = Set.of(408, 429);

  private final ObjectMapper json;
  private final String url;
  private final Duration timeout;
  private final WebhookSigner signer;
  private final WebClient client;

  /**
   * Ready to send, if there is a URL.
   *
   * @throws IllegalArgumentException when the secret is missing or wrong
   */
  @Inject
  Webhook(Vertx vertx, ObjectMapper json, MessageServiceSettings settings) {
    MessageServiceSettings.Notifications wanted = settings.notifications();
    this.json = json;
    this.url = wanted.enabled() ? wanted.webhook().url().orElse(null) : null;
    this.timeout = wanted.webhook().timeout();
    this.signer = isOn() ? WebhookSigner.of(wanted.webhook()) : null;
    this.client = isOn() ? WebClient.create(vertx, options(wanted)) : null;
  }

  private static WebClientOptions options(MessageServiceSettings.Notifications wanted) {
    return new WebClientOptions()
        .setUserAgent("Parley")
        .setFollowRedirects(false)
        .setConnectTimeout(Math.toIntExact(wanted.webhook().timeout().toMillis()))
        .setMaxPoolSize(wanted.atOnce());
  }

  /** Makes the bean, so that a wrong secret stops the start. */
  void start(@Observes StartupEvent starting) {}

  void stop(@Observes ShutdownEvent stopping) {
    if (client != null) {
      client.close();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isOn() {
    return url != null;
  }

  @Override
  public Uni<Outcome> send(Notification notification) {
    byte[] body = encode(WebhookBody.of(notification));
    String id = notification.id();
    long timestamp = System.currentTimeMillis() / 1000;
    return client
        .postAbs(url)
        .timeout(timeout.toMillis())
        .as(BodyCodec.none())
        .putHeader("content-type", "application/json")
        .putHeader("webhook-id", id)
        .putHeader("webhook-timestamp", Long.toString(timestamp))
        .putHeader("webhook-signature", signer.sign(id, timestamp, body))
        .sendBuffer(Buffer.buffer(body))
        .ifNoItem()
        .after(timeout)
        .fail()
        .onFailure()
        .transform(
            failure -> new NotDeliveredException("the webhook: " + failure.getClass().getName()))
        .map(Webhook::outcome);
  }

  private static Outcome outcome(HttpResponse<?> answer) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return Outcome.SENT;
    }
    String problem = "the webhook has answered " + status;
    throw status >= 400 && status < 500 && !PASSING.contains(status)
        ? new NotAcceptedException(problem)
        : new NotDeliveredException(problem);
  }

  private byte[] encode(WebhookBody body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
