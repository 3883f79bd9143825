package dev.parley.messages.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.contracts.command.Content;
import dev.parley.messages.Stored;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentSendsTest {

  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123Z");

  private final RecentSends recent = new RecentSends(2);

  @Test
  void sends_are_remembered_by_conversation_sender_and_client_message_id() {
    recent.stored(message("c1", "ann", "m1", 7));

    assertEquals(new SentAs(7, TIME), recent.find(new SendKey("c1", "ann", "m1")));
    assertNull(recent.find(new SendKey("c2", "ann", "m1")));
    assertNull(recent.find(new SendKey("c1", "bob", "m1")));
    assertNull(recent.find(new SendKey("c1", "ann", "m2")));
  }

  @Test
  void oldest_is_forgotten_beyond_the_limit() {
    recent.stored(message("c1", "ann", "m1", 1));
    recent.stored(message("c1", "ann", "m2", 2));
    recent.stored(message("c1", "ann", "m3", 3));

    assertNull(recent.find(new SendKey("c1", "ann", "m1")));
    assertEquals(2, recent.find(new SendKey("c1", "ann", "m2")).seq());
    assertEquals(3, recent.find(new SendKey("c1", "ann", "m3")).seq());
  }

  @Test
  void limit_of_zero_remembers_nothing() {
    RecentSends none = new RecentSends(0);
    none.stored(message("c1", "ann", "m1", 1));
    assertNull(none.find(new SendKey("c1", "ann", "m1")));
  }

  private static StoredMessage message(String chat, String user, String id, long seq) {
    return Stored.message(chat, seq, user, id, Content.text("hi"), TIME);
  }
}
