package dev.parley.messages.conversation;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.message.StoredMessage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings the last message in the conversation documents up to date, behind: all conversations with
 * news in one bulk write, once per {@code parley.last-message.interval}. Readers of the documents
 * may see an older message; sends never wait for this and never fail by it.
 *
 * <p>Bounded ({@code parley.last-message.max-waiting}): beyond it, the document of a conversation
 * stays behind until its next message. Thread-safe.
 */
@ApplicationScoped
public class LastMessageWriter {

  private static final Duration LAST_WRITE = Duration.ofSeconds(5);

  private final ConversationRepository conversations;
  private final Vertx vertx;
  private final MessageServiceSettings.LastMessage settings;

  private Map<String, LastMessage> waiting = new LinkedHashMap<>();
  private boolean writing;
  private boolean failing;
  private long leftBehind;
  private long timer;

  @Inject
  LastMessageWriter(
      ConversationRepository conversations, Vertx vertx, MessageServiceSettings settings) {
    this(conversations, vertx, settings.lastMessage());
  }

  LastMessageWriter(
      ConversationRepository conversations,
      Vertx vertx,
      MessageServiceSettings.LastMessage settings) {
    this.conversations = conversations;
    this.vertx = vertx;
    this.settings = settings;
  }

  void start(@Observes StartupEvent started, MeterRegistry meters) {
    Gauge.builder("parley.last.messages.waiting", this, LastMessageWriter::size)
        .description("Conversations whose document is to be brought up to date")
        .register(meters);
    FunctionCounter.builder("parley.last.messages.left.behind", this, LastMessageWriter::leftBehind)
        .description("Messages passed over because too many conversations waited")
        .register(meters);
    timer = vertx.setPeriodic(settings.interval().toMillis(), tick -> writeUnlessWriting());
  }

  void stop(@Observes ShutdownEvent stopping) {
    vertx.cancelTimer(timer);
    try {
      write().await().atMost(LAST_WRITE);
    } catch (RuntimeException e) {
      Log.warnf("the last messages of %d conversations stay unwritten: %s", size(), e);
    }
  }

  /** Takes note of a message that is stored. */
  public void stored(StoredMessage message) {
    waits(
        message.conversationId(),
        new LastMessage(message.seq(), message.senderId(), message.sentAt()));
  }

  private synchronized void waits(String conversationId, LastMessage message) {
    if (waiting.size() < settings.maxWaiting() || waiting.containsKey(conversationId)) {
      waiting.merge(conversationId, message, (a, b) -> a.seq() > b.seq() ? a : b);
    } else {
      leftBehind++;
    }
  }

  private void writeUnlessWriting() {
    synchronized (this) {
      if (writing) {
        return;
      }
      writing = true;
    }
    write().subscribe().with(done -> written(null), this::written);
  }

  private synchronized void written(Throwable failure) {
    writing = false;
    if (failure != null && !failing) {
      Log.warnf("last messages are not written, trying again: %s", failure);
    } else if (failure == null && failing) {
      Log.info("last messages are written again");
    }
    failing = failure != null;
  }

  /** Writes what waits; what could not be written waits again. */
  Uni<Void> write() {
    Map<String, LastMessage> taken = take();
    if (taken.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return conversations.advance(taken).onFailure().invoke(() -> taken.forEach(this::waits));
  }

  private synchronized Map<String, LastMessage> take() {
    Map<String, LastMessage> taken = waiting;
    waiting = new LinkedHashMap<>();
    return taken;
  }

  /** How often a message was passed over because too many conversations waited. */
  synchronized long leftBehind() {
    return leftBehind;
  }

  synchronized int size() {
    return waiting.size();
  }
}
