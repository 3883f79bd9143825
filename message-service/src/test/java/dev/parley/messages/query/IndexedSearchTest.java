package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.query.Search;
import dev.parley.contracts.reply.SearchPage;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.SeenCommands;
import dev.parley.messages.Servers;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.MessageSearch;
import dev.parley.messages.message.PresentTextIndex;
import dev.parley.service.query.PageSize;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a text index. The server of the tests has none: it is seen on the wire. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class IndexedSearchTest {

  @Inject Chats chats;
  @Inject SeenCommands seen;
  @Inject Seats seats;
  @Inject RecentConversations recent;
  @Inject MessageSearch search;
  @Inject MessageRepository messages;
  @Inject PageSize pageSize;
  @Inject MessageServiceSettings settings;

  private final String ann = Chats.user("ann");
  private SearchHandler handler;

  @BeforeEach
  void an_index() {
    PresentTextIndex index = new PresentTextIndex(messages);
    handler = new SearchHandler(seats, recent, search, index, pageSize, settings);
  }

  @Test
  void each_conversation_is_asked_for_all_words() {
    String chat = chats.group(ann);
    SearchPage page = ask(new Search("quick \"brown\" -fox a\\b", chat, null, 20));

    assertEquals("index", page.method());
    BsonDocument find = seen.last("find");
    assertEquals(
        BsonDocument.parse("{$search: '\"quick\" \"brown\" \"-fox\" \"a b\" '}"),
        part(find, "$text"));
    assertEquals(chat, filter(find, "conversationId").getString("conversationId").getValue());
    assertEquals(BsonDocument.parse("{sentAt: -1, _id: -1}"), find.getDocument("sort"));
    assertEquals(21, find.getInt32("limit").getValue());
  }

  @Test
  void search_over_all_asks_once_for_each_conversation_up_to_the_bound() {
    for (int i = 0; i < SearchHandler.MAX_CONVERSATIONS + 3; i++) {
      chats.group(ann);
    }
    int before = seen.count("find");
    SearchPage page = ask(new Search("word", null, null, null));

    assertEquals("index", page.method());
    assertEquals(List.of(), page.messages());
    // Two find out which conversations there are.
    assertEquals(SearchHandler.MAX_CONVERSATIONS + 2, seen.count("find") - before);
  }

  @Test
  void index_that_is_gone_is_replaced_by_a_scan() {
    String chat = chats.group(ann);
    chats.write(chat, ann, 1, 2);
    SearchPage page = ask(new Search("text", chat, null, null));

    assertEquals("scan", page.method());
    assertEquals(2, page.messages().size());
  }

  private SearchPage ask(Search query) {
    Uni<?> answer = handler.answer(query.check(), ann);
    return (SearchPage) Chats.await(answer);
  }

  private static BsonDocument part(BsonDocument find, String name) {
    return filter(find, name).getDocument(name);
  }

  /** The part of a filter's conjunction that has the field. */
  private static BsonDocument filter(BsonDocument find, String field) {
    return find.getDocument("filter").getArray("$and").stream()
        .map(part -> part.asDocument())
        .filter(part -> part.containsKey(field))
        .findFirst()
        .orElseThrow();
  }
}
