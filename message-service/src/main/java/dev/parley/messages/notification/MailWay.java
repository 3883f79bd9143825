package dev.parley.messages.notification;

import dev.parley.messages.MessageServiceSettings;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import io.vertx.mutiny.core.Context;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Notifications by e-mail to members of whom an address is known. A mail that goes out twice has
 * the same {@code Message-ID}.
 */
@ApplicationScoped
class MailWay implements Way {

  static final String NAME = "mail";

  private final ReactiveMailer mailer;
  private final ContactRepository contacts;
  private final MessageServiceSettings.Notifications settings;

  /** Where mail is sent: off an event loop the mail client may miss the server's greeting. */
  private final Context loop;

  @Inject
  MailWay(
      ReactiveMailer mailer,
      ContactRepository contacts,
      Vertx vertx,
      MessageServiceSettings settings) {
    this.mailer = mailer;
    this.contacts = contacts;
    this.settings = settings.notifications();
    this.loop = vertx.getOrCreateContext();
  }

  /** Makes the bean on a thread that is no event loop, so that it gets a context of its own. */
  void start(@Observes StartupEvent starting) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isOn() {
    return settings.enabled() && settings.mail().enabled();
  }

  @Override
  public Uni<Outcome> send(Notification notification) {
    return contacts
        .find(notification.userId())
        .chain(
            contact ->
                contact == null
                    ? Uni.createFrom().item(Outcome.UNADDRESSED)
                    : send(notification, contact.email()));
  }

  private Uni<Outcome> send(Notification notification, String address) {
    return MailText.of(notification, settings.mail().withText())
        .createUni()
        .map(MailText::parts)
        .chain(
            parts ->
                mailer
                    .send(mail(notification, address, parts))
                    .runSubscriptionOn(loop::runOnContext))
        .ifNoItem()
        .after(settings.mail().timeout())
        .fail()
        .onFailure()
        .transform(MailWay::problem)
        .replaceWith(Outcome.SENT);
  }

  private Mail mail(Notification notification, String address, MailText.Parts parts) {
    String from = settings.mail().from().orElseThrow();
    String domain = from.substring(from.lastIndexOf('@') + 1).replace(">", "").strip();
    return Mail.withText(address, parts.subject(), parts.body())
        .setFrom(from)
        .addHeader("Message-ID", "<" + notification.id() + "@" + domain + ">")
        .addHeader("Auto-Submitted", "auto-generated");
  }

  /** What the server has said may contain the address. */
  private static RuntimeException problem(Throwable failure) {
    if (failure instanceof SMTPException answer) {
      String problem = "the mail server has answered " + answer.getReplyCode();
      return answer.isPermanent()
          ? new NotAcceptedException(problem)
          : new NotDeliveredException(problem);
    }
    return new NotDeliveredException("mail: " + failure.getClass().getName());
  }
}
