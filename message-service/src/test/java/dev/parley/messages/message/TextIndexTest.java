package dev.parley.messages.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.ServerAddress;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class TextIndexTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject MessageRepository messages;
  @Inject SeenCommands seen;

  @Test
  void server_that_passes_over_it_has_none() {
    TextIndex index = new TextIndex(messages, true);
    index.prepare().await().atMost(PATIENCE);

    assertFalse(index.isThere());
  }

  @Test
  void index_is_by_conversation_and_in_no_language() {
    new TextIndex(messages, true).prepare().await().atMost(PATIENCE);
    BsonDocument index = seen.last("createIndexes").getArray("indexes").get(0).asDocument();

    assertEquals(
        BsonDocument.parse(
            "{conversationId: 1, 'content.text': 'text', 'content.attachment.name': 'text'}"),
        index.getDocument("key"));
    assertEquals("none", index.getString("default_language").getValue());
  }

  @Test
  void nothing_is_created_where_it_is_not_wanted() {
    int before = seen.count("createIndexes");
    TextIndex index = new TextIndex(messages, false);
    index.prepare().await().atMost(PATIENCE);

    assertFalse(index.isThere());
    assertEquals(before, seen.count("createIndexes"));
  }

  @Test
  void index_is_known_by_how_mongodb_lists_it() {
    Document listed =
        Document.parse(
            "{v: 2, key: {conversationId: 1, _fts: 'text', _ftsx: 1}, name: 'text',"
                + " weights: {'content.attachment.name': 1, 'content.text': 1},"
                + " default_language: 'none', language_override: 'language', textIndexVersion: 3}");

    assertTrue(TextIndex.isOurs(listed));
    assertFalse(TextIndex.isOurs(Document.parse("{v: 2, key: {_id: 1}, name: '_id_'}")));
    assertFalse(TextIndex.isOurs(Document.parse("{v: 2, key: {text: 1}, name: 'text'}")));
  }

  @Test
  void only_a_no_of_a_server_that_could_is_a_refusal() {
    ServerAddress server = new ServerAddress();
    BsonDocument no = BsonDocument.parse("{ok: 0, code: 67, errmsg: 'no'}");

    assertTrue(TextIndex.isRefusal(new MongoCommandException(no, server)));
    assertFalse(TextIndex.isRefusal(new MongoNotPrimaryException(no, server)));
    assertFalse(
        TextIndex.isRefusal(new MongoSocketOpenException("away", server, new IOException())));
  }
}
