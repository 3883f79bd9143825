package dev.parley.messages.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.contracts.command.Content;
import java.time.Instant;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.junit.jupiter.api.Test;

class StoredMessageCodecTest {

  private final StoredMessageCodec codec = new StoredMessageCodec();

  private final StoredMessage message =
      new StoredMessage(
          "c1",
          17,
          "jürgen",
          "m1",
          Content.text("Grüße 😀"),
          null,
          List.of(),
          Instant.parse("2026-11-20T10:00:00.123Z"),
          3,
          StoredMessage.Changes.NONE);

  @Test
  void form_is_frozen() {
    assertEquals(
        BsonDocument.parse(
            """
            {"_id": "c1:000000000017", "conversationId": "c1", "seq": {"$numberLong": "17"},
             "senderId": "jürgen", "clientMessageId": "m1",
             "content": {"type": "text", "text": "Grüße 😀"},
             "sentAt": {"$date": "2026-11-20T10:00:00.123Z"}, "version": 3}
            """),
        encoded());
  }

  @Test
  void primary_key_stands_first() {
    assertEquals("_id", encoded().getFirstKey());
  }

  @Test
  void what_is_written_is_read() {
    assertEquals(message, decoded(encoded()));
  }

  @Test
  void fields_of_later_versions_are_passed_over() {
    BsonDocument later = encoded();
    later.append("colours", BsonDocument.parse("{\"ann\": [1, {\"x\": null}]}"));
    later.getDocument("content").append("lang", BsonDocument.parse("{}"));

    assertEquals(message, decoded(later));
  }

  @Test
  void provider_knows_messages_only() {
    MessageCodecProvider provider = new MessageCodecProvider();
    assertEquals(StoredMessage.class, provider.get(StoredMessage.class, null).getEncoderClass());
    assertNull(provider.get(String.class, null));
  }

  private BsonDocument encoded() {
    BsonDocument document = new BsonDocument();
    codec.encode(new BsonDocumentWriter(document), message, EncoderContext.builder().build());
    return document;
  }

  private StoredMessage decoded(BsonDocument document) {
    return codec.decode(new BsonDocumentReader(document), DecoderContext.builder().build());
  }
}
