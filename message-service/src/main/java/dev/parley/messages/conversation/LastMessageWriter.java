package dev.parley.messages.conversation;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.message.StoredMessage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Brings the last message in the conversation documents up to date, behind: all conversations with
 * news in one bulk write, once per {@code parley.write-behind.interval}. Readers of the documents
 * may see an older message; sends never wait for this and never fail by it.
 *
 * <p>Bounded ({@code parley.write-behind.max-waiting}): beyond it, the document of a conversation
 * stays behind until its next message. Thread-safe.
 */
@ApplicationScoped
public class LastMessageWriter {

  private final Vertx vertx;
  private final MessageServiceSettings.WriteBehind settings;
  private final WriteBehind<String, LastMessage> behind;

  @Inject
  LastMessageWriter(
      ConversationRepository conversations, Vertx vertx, MessageServiceSettings settings) {
    this(conversations, vertx, settings.writeBehind());
  }

  LastMessageWriter(
      ConversationRepository conversations,
      Vertx vertx,
      MessageServiceSettings.WriteBehind settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.behind =
        new WriteBehind<>(
            "last messages",
            settings.maxWaiting(),
            (a, b) -> a.seq() > b.seq() ? a : b,
            conversations::advance);
  }

  void start(@Observes StartupEvent started, MeterRegistry meters) {
    Gauge.builder("parley.last.messages.waiting", behind, WriteBehind::size)
        .description("Conversations whose document is to be brought up to date")
        .register(meters);
    FunctionCounter.builder("parley.last.messages.left.behind", behind, WriteBehind::passedOver)
        .description("Messages passed over because too many conversations waited")
        .register(meters);
    behind.start(vertx, settings.interval());
  }

  void stop(@Observes ShutdownEvent stopping) {
    behind.stop();
  }

  /** Takes note of a message that is stored. */
  public void stored(StoredMessage message) {
    behind.add(
        message.conversationId(),
        new LastMessage(message.seq(), message.senderId(), message.sentAt()));
  }

  Uni<Void> write() {
    return behind.write();
  }

  long leftBehind() {
    return behind.passedOver();
  }

  int size() {
    return behind.size();
  }
}
