package dev.parley.messages.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.id.Ids;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.Servers;
import dev.parley.messages.Stored;
import dev.parley.messages.message.StoredMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class LastMessageWriterTest {

  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123Z");

  @Inject ConversationRepository conversations;
  @Inject Vertx vertx;

  private final String chat = "c-" + Ids.random();
  private Watched watched;
  private LastMessageWriter writer;

  @BeforeEach
  void a_conversation() {
    watched = new Watched(conversations);
    writer = new LastMessageWriter(watched, vertx, new Settings(Duration.ofMillis(20), 3));
    conversations.persist(Stored.direct(chat, List.of("ann", "bob"), TIME)).await().indefinitely();
  }

  @Test
  void last_of_several_messages_is_written_once() {
    writer.stored(message(chat, 1, "ann"));
    writer.stored(message(chat, 2, "bob"));
    write();

    assertEquals(2, stored().lastSeq());
    assertEquals(new LastMessage(2, "bob", TIME), stored().lastMessage());
    assertEquals(1, watched.calls);
    write();
    assertEquals(1, watched.calls, "nothing new, nothing written");
  }

  @Test
  void document_never_goes_back() {
    conversations.advance(Map.of(chat, new LastMessage(9, "bob", TIME))).await().indefinitely();
    writer.stored(message(chat, 8, "ann"));
    write();

    assertEquals(9, stored().lastSeq());
    assertEquals(new LastMessage(9, "bob", TIME), stored().lastMessage());
    conversations
        .advance(Map.of(chat, new LastMessage(10, "ann", TIME.minusSeconds(60))))
        .await()
        .indefinitely();
    assertEquals("ann", stored().lastMessage().senderId());
  }

  @Test
  void unknown_conversation_is_not_made() {
    conversations
        .advance(Map.of(chat + "x", new LastMessage(1, "ann", TIME)))
        .await()
        .indefinitely();
    assertEquals(null, conversations.findById(chat + "x").await().indefinitely());
  }

  @Test
  void what_could_not_be_written_is_written_later() {
    watched.fail = true;
    writer.stored(message(chat, 1, "ann"));
    assertThrows(IllegalStateException.class, this::write);
    writer.stored(message(chat, 2, "ann"));
    watched.fail = false;
    write();

    assertEquals(2, stored().lastSeq());
  }

  @Test
  void waiting_conversations_are_bounded() {
    for (int i = 0; i < 5; i++) {
      writer.stored(message("other" + i, 1, "ann"));
    }
    writer.stored(message("other0", 2, "ann"));
    assertEquals(3, writer.size());
    assertEquals(2, writer.leftBehind());
  }

  @Test
  void written_by_itself_and_for_the_last_time_at_the_end() throws Exception {
    writer.start(null, new SimpleMeterRegistry());
    writer.stored(message(chat, 1, "ann"));
    assertTrue(watched.called.await(20, TimeUnit.SECONDS));
    writer.stored(message(chat, 2, "ann"));
    writer.stop(null);

    assertEquals(2, stored().lastSeq());
    int calls = watched.calls;
    writer.stored(message(chat, 3, "ann"));
    vertx.executeBlocking(() -> null).toCompletionStage().toCompletableFuture().get();
    assertEquals(calls, watched.calls, "the timer is stopped");
  }

  private void write() {
    writer.write().await().atMost(Duration.ofSeconds(20));
  }

  private StoredConversation stored() {
    return conversations.findById(chat).await().indefinitely();
  }

  private static StoredMessage message(String chat, long seq, String user) {
    return Stored.message(chat, seq, user, "m" + seq, Content.text("hi"), TIME);
  }

  private record Settings(Duration interval, int maxWaiting)
      implements MessageServiceSettings.WriteBehind {}

  /** The real repository, counted, and away when told so. */
  @Vetoed
  private static final class Watched extends ConversationRepository {

    private final ConversationRepository real;
    private final CountDownLatch called = new CountDownLatch(1);
    private volatile int calls;
    private volatile boolean fail;

    Watched(ConversationRepository real) {
      this.real = real;
    }

    @Override
    public Uni<Void> advance(Map<String, LastMessage> lastMessages) {
      calls++;
      called.countDown();
      return fail
          ? Uni.createFrom().failure(new IllegalStateException("MongoDB is away"))
          : real.advance(lastMessages);
    }
  }
}
