package dev.parley.messages.notification;

import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Who gets what {@link Notifying} sends. */
@Singleton
class Receivers {

  final WebhookReceiver hooks;
  final MailReceiver mails;

  @Inject
  Receivers(Vertx vertx, Config config) throws Exception {
    hooks =
        new WebhookReceiver(
            vertx, config.getValue("test.webhook.port", Integer.class), Notifying.SECRET);
    mails = new MailReceiver(vertx, config.getValue("test.mail.port", Integer.class));
  }

  @PreDestroy
  void close() throws Exception {
    hooks.close();
    mails.close();
  }
}
