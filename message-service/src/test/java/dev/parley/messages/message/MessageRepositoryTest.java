package dev.parley.messages.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.id.Ids;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import dev.parley.messages.Stored;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class MessageRepositoryTest {

  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123Z");

  private static final BsonDocument DETAILS = new BsonDocument();

  @Inject MessageRepository messages;
  @Inject SeenCommands seen;

  private final String chat = "c-" + Ids.random();

  @Test
  void insert_is_acknowledged_by_a_majority_and_journaled() {
    store(message(chat, 1));

    BsonDocument concern = seen.last("insert").getDocument("writeConcern");
    assertEquals("majority", concern.getString("w").getValue());
    assertEquals(true, concern.getBoolean("j").getValue());
    assertEquals(true, seen.last("insert").getBoolean("ordered").getValue());
  }

  @Test
  void reads_ask_for_what_a_majority_has() {
    await(messages.findSent(List.of(new SendKey(chat, "ann", "m1"))));

    assertEquals(
        "majority", seen.last("find").getDocument("readConcern").getString("level").getValue());
  }

  @Test
  void codec_of_our_own_is_in_use() {
    assertInstanceOf(
        StoredMessageCodec.class,
        messages.mongoCollection().getCodecRegistry().get(StoredMessage.class));
  }

  @Test
  void message_is_stored_as_the_design_says() {
    store(message(chat, 17));
    Document stored =
        await(
            messages
                .mongoCollection()
                .find(new Document("_id", chat + ":000000000017"), Document.class)
                .toUni());

    assertEquals(17L, stored.get("seq"));
    assertEquals(chat, stored.get("conversationId"));
    assertEquals("ann", stored.get("senderId"));
    assertEquals("m17", stored.get("clientMessageId"));
    assertEquals(new Document("type", "text").append("text", "hi"), stored.get("content"));
    assertEquals(TIME, stored.getDate("sentAt").toInstant());
    assertEquals(1, stored.get("version"));
    assertEquals(message(chat, 17), await(messages.findById(chat + ":000000000017")));
  }

  @Test
  void insert_stops_at_a_place_that_is_taken_and_leaves_a_prefix() {
    store(message(chat, 3));
    Insertion insertion =
        store(
            message(chat, 1),
            message(chat, 2),
            Stored.message(chat, 3, "bob", "other", Content.text("x"), TIME),
            message(chat, 4));

    assertEquals(new Insertion(2, Insertion.End.DUPLICATE), insertion);
    assertEquals(List.of(1L, 2L, 3L), seqs());
  }

  @Test
  void insert_stops_at_a_send_that_is_stored_and_leaves_a_prefix() {
    store(message(chat, 1));
    Insertion insertion =
        store(
            message(chat, 2),
            Stored.message(chat, 3, "ann", "m1", Content.text("again"), TIME),
            message(chat, 4));

    assertEquals(new Insertion(1, Insertion.End.DUPLICATE), insertion);
    assertEquals(List.of(1L, 2L), seqs());
  }

  @Test
  void insert_that_is_taken_at_once_stores_nothing() {
    store(message(chat, 1));

    assertEquals(
        new Insertion(0, Insertion.End.DUPLICATE), store(message(chat, 1), message(chat, 2)));
    assertEquals(List.of(1L), seqs());
  }

  @Test
  void same_client_message_id_is_free_for_another_sender_and_conversation() {
    String other = chat + "2";
    Insertion insertion =
        store(
            message(chat, 1),
            Stored.message(chat, 2, "bob", "m1", Content.text("x"), TIME),
            Stored.message(other, 1, "ann", "m1", Content.text("x"), TIME));

    assertEquals(new Insertion(3, Insertion.End.COMPLETE), insertion);
  }

  @Test
  void sent_are_found_by_all_three_parts_of_their_key() {
    StoredMessage bobs = Stored.message(chat, 2, "bob", "m1", Content.text("x"), TIME);
    store(message(chat, 1), bobs, message(chat, 3));
    SendKey other = new SendKey(chat + "2", "ann", "m1");
    SendKey missing = new SendKey(chat, "ann", "m2");
    Map<SendKey, StoredMessage> found =
        await(
            messages.findSent(List.of(bobs.sendKey(), other, missing, message(chat, 3).sendKey())));

    assertEquals(Map.of(bobs.sendKey(), bobs, message(chat, 3).sendKey(), message(chat, 3)), found);
    assertEquals(Map.of(), await(messages.findSent(List.of())));
  }

  @Test
  void last_seqs_are_those_of_the_primary_keys() {
    String longer = chat + "0";
    String current = chat + "-current";
    String empty = chat + "-empty";
    LongStream.rangeClosed(1, 12).forEach(seq -> store(message(chat, seq)));
    LongStream.rangeClosed(1, 3).forEach(seq -> store(message(longer, seq)));
    LongStream.rangeClosed(1, 2).forEach(seq -> store(message(current, seq)));
    Map<String, Long> lastSeqs =
        await(messages.lastSeqs(Map.of(chat, 7L, longer, 0L, current, 2L, empty, 0L)));

    assertEquals(Map.of(chat, 12L, longer, 3L, current, 2L, empty, 0L), lastSeqs);
  }

  @Test
  void document_that_mongodb_never_takes_ends_the_insert() {
    for (int code : new int[] {121, 10334}) {
      assertEquals(
          new Insertion(3, Insertion.End.UNACCEPTABLE),
          MessageRepository.stoppedBy(failure(null, new BulkWriteError(code, "", DETAILS, 3))));
    }
  }

  @Test
  void other_refusals_and_unfulfilled_write_concerns_are_failures() {
    MongoBulkWriteException stepDown = failure(null, new BulkWriteError(189, "", DETAILS, 0));
    MongoBulkWriteException unsure =
        failure(
            new WriteConcernError(64, "WriteConcernFailed", "", DETAILS),
            new BulkWriteError(11000, "", DETAILS, 0));
    MongoBulkWriteException onlyUnsure =
        failure(new WriteConcernError(64, "WriteConcernFailed", "", DETAILS));
    for (MongoBulkWriteException failure : List.of(stepDown, unsure, onlyUnsure)) {
      assertSame(
          failure,
          assertThrows(MongoBulkWriteException.class, () -> MessageRepository.stoppedBy(failure)));
    }
  }

  private static MongoBulkWriteException failure(
      WriteConcernError concern, BulkWriteError... errors) {
    return new MongoBulkWriteException(
        BulkWriteResult.unacknowledged(), List.of(errors), concern, new ServerAddress(), Set.of());
  }

  private Insertion store(StoredMessage... all) {
    return await(messages.insertAll(List.of(all)));
  }

  private List<Long> seqs() {
    return await(messages.list(new Document("conversationId", chat), new Document("_id", 1)))
        .stream()
        .map(StoredMessage::seq)
        .toList();
  }

  private static StoredMessage message(String chat, long seq) {
    return Stored.message(chat, seq, "ann", "m" + seq, Content.text("hi"), TIME);
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(20));
  }
}
