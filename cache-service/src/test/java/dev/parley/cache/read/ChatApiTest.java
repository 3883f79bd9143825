package dev.parley.cache.read;

import static dev.parley.cache.http.Api.as;
import static dev.parley.cache.http.Api.service;
import static dev.parley.cache.http.Api.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.cache.Servers;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.query.DescribeConversations;
import dev.parley.contracts.query.ListMemberships;
import dev.parley.contracts.query.QueryType;
import dev.parley.service.http.Caller;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The endpoints of read models, beside a message-service in memory. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ChatApiTest {

  private static final String CHATS = ChatResource.PATH;

  @Inject MessageService messageService;

  private final String ann = "ann-" + Ids.random();
  private final String bob = "bob-" + Ids.random();
  private final String first = "c1-" + Ids.random();
  private final String second = "c2-" + Ids.random();

  @BeforeEach
  void twoConversations() {
    messageService.begin();
    messageService.happen(truth -> truth.create(first, ann, List.of(ann, bob)));
    messageService.happen(truth -> truth.create(second, ann, List.of(ann, bob)));
    messageService.happen(truth -> truth.send(second, ann, "to the second"));
    messageService.happen(truth -> truth.send(first, ann, "to the first"));
  }

  @Test
  void list_hasTheLatestFirst_pageByPage() {
    String cursor =
        as(bob)
            .queryParam("limit", 1)
            .get(CHATS)
            .then()
            .statusCode(200)
            .body("conversations.conversation.conversationId", contains(first))
            .body("conversations[0].lastMessage.content.text", equalTo("to the first"))
            .body("conversations[0].unread", equalTo(1))
            .body("cursor", notNullValue())
            .extract()
            .path("cursor");
    as(bob)
        .queryParam("cursor", cursor)
        .get(CHATS)
        .then()
        .body("conversations.conversation.conversationId", contains(second))
        .body("cursor", nullValue());
    assertEquals(0, messageService.asked(QueryType.LIST_CONVERSATIONS), "from read models");
  }

  @Test
  void list_showsAtOnceWhatHasHappened() {
    for (int i = 0; i < 50; i++) {
      String text = "text " + i;
      String where = i % 2 == 0 ? first : second;
      messageService.happen(truth -> truth.send(where, ann, text));
      as(bob)
          .get(CHATS)
          .then()
          .body("conversations[0].conversation.conversationId", equalTo(where))
          .body("conversations[0].lastMessage.content.text", equalTo(text));
    }
    assertEquals(1, messageService.asked(DescribeConversations.TYPE), "loaded once");
  }

  @Test
  void list_ofWhatIsPinnedMutedOrArchived() {
    messageService.happen(truth -> truth.settings(second, bob, true, true, false));
    as(bob)
        .get(CHATS)
        .then()
        .body("conversations.conversation.conversationId", contains(second, first))
        .body("conversations.muted", contains(true, false))
        .body("conversations.pinned", contains(true, false));
    messageService.happen(truth -> truth.settings(second, bob, false, false, true));
    as(bob).get(CHATS).then().body("conversations.conversation.conversationId", contains(first));
    as(bob)
        .queryParam("archived", true)
        .get(CHATS)
        .then()
        .body("conversations.conversation.conversationId", contains(second));
  }

  @Test
  void unread_countsForABadge() {
    as(bob)
        .get(CHATS + "/unread")
        .then()
        .statusCode(200)
        .body("messages", equalTo(2))
        .body("conversations", equalTo(2));
    messageService.happen(truth -> truth.read(first, 1, bob));
    messageService.happen(truth -> truth.settings(second, bob, true, false, false));
    as(bob)
        .get(CHATS + "/unread")
        .then()
        .body("messages", equalTo(0))
        .body("conversations", equalTo(0))
        .body("mutedMessages", equalTo(1));
    as(ann).get(CHATS + "/unread").then().body("messages", equalTo(0));
  }

  @Test
  void sync_hasWhatWasMissed() {
    messageService.happen(truth -> truth.send(first, ann, "missed"));
    String alien = "c3-" + Ids.random();
    with(as(bob), "{'positions':{'" + first + "':1,'" + alien + "':5}}")
        .post(CHATS + "/sync")
        .then()
        .statusCode(200)
        .body("messages.content.text", contains("missed"))
        .body("gone", contains(alien))
        .body("added.conversation.conversationId", contains(second));
    with(as(bob), "{'positions':{'" + first + "':1,'" + second + "':1},'added':false,'limit':1}")
        .post(CHATS + "/sync")
        .then()
        .body("messages.content.text", contains("missed"))
        .body("positions." + first, equalTo(2))
        .body("added.size()", equalTo(0));
  }

  @Test
  void serviceAsksForAUser() {
    service()
        .header(Caller.ON_BEHALF_OF, bob)
        .get(CHATS)
        .then()
        .statusCode(200)
        .body("conversations.conversation.conversationId", containsInAnyOrder(first, second));
  }

  @Test
  void rebuild_hasModelsLoadedAnew() {
    as(bob).get(CHATS).then().statusCode(200);
    int lists = messageService.asked(ListMemberships.TYPE);
    int descriptions = messageService.asked(DescribeConversations.TYPE);
    // It was never told: nothing but a rebuild finds it.
    messageService.store(truth -> truth.rename(first, ann, "a new title"));
    as(bob).get(CHATS).then().body("conversations[0].conversation.title", nullValue());

    service("{'userIds':['" + bob + "'],'conversationIds':['" + first + "']}")
        .post(CHATS + "/rebuild")
        .then()
        .statusCode(200)
        .body("models", equalTo(3));

    as(bob).get(CHATS).then().body("conversations[0].conversation.title", equalTo("a new title"));
    assertEquals(lists + 1, messageService.asked(ListMemberships.TYPE));
    assertEquals(descriptions + 1, messageService.asked(DescribeConversations.TYPE));
  }

  @Test
  void whatIsThere_isAnsweredWithoutMessageService() {
    as(bob).get(CHATS).then().statusCode(200);
    messageService.away(true);
    try {
      as(bob).get(CHATS).then().body("conversations.size()", equalTo(2));
      as(bob).get(CHATS + "/unread").then().body("messages", equalTo(2));
    } finally {
      messageService.away(false);
    }
  }

  @Test
  void whatIsNotThere_timesOutWithoutMessageService() {
    messageService.away(true);
    try {
      as(bob).get(CHATS).then().statusCode(oneOf(503, 504)).body("retryable", equalTo(true));
    } finally {
      messageService.away(false);
    }
    as(bob).get(CHATS).then().body("conversations.size()", equalTo(2));
  }
}
