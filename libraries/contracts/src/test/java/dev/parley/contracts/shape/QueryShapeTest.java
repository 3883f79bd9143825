package dev.parley.contracts.shape;

import static dev.parley.contracts.shape.Shapes.assertShape;
import static dev.parley.contracts.shape.Shapes.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.query.CountUnread;
import dev.parley.contracts.query.DescribeConversations;
import dev.parley.contracts.query.GetConversation;
import dev.parley.contracts.query.History;
import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.ListMembers;
import dev.parley.contracts.query.ListMemberships;
import dev.parley.contracts.query.ListShared;
import dev.parley.contracts.query.ListWatched;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Search;
import dev.parley.contracts.query.Sync;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients ask, and what message-service reads. */
class QueryShapeTest {

  @Test
  void conversations() {
    assertShape("{'conversationId':'c1'}", new GetConversation("c1"));
    assertShape("{}", new ListConversations(null, null, null));
    assertShape("{'cursor':'x','limit':20,'archived':true}", new ListConversations("x", 20, true));
    assertShape("{}", new CountUnread());
    assertShape("{'conversationId':'c1'}", new ListMembers("c1", null, null));
    assertShape(
        "{'conversationId':'c1','after':'bob','limit':20}", new ListMembers("c1", "bob", 20));
  }

  @Test
  void history() {
    assertShape("{'conversationId':'c1'}", new History("c1", null, null, null, null));
    assertShape(
        "{'conversationId':'c1','beforeSeq':17,'limit':20}",
        new History("c1", 17L, null, null, 20));
    assertShape("{'conversationId':'c1','afterSeq':0}", new History("c1", null, 0L, null, null));
    assertShape("{'conversationId':'c1','aroundSeq':9}", new History("c1", null, null, 9L, null));
  }

  @Test
  void sync() {
    assertShape("{'positions':{}}", new Sync(Map.of(), null, null));
    assertShape("{'positions':{'c1':17},'limit':100}", new Sync(Map.of("c1", 17L), 100, null));
    assertShape(
        "{'positions':{'c1':17},'limit':100,'added':false}",
        new Sync(Map.of("c1", 17L), 100, false));
    assertEquals(
        new Sync(Map.of("c1", 999_999_999_999L, "c2", 0L), null, null),
        read("{'positions':{'c1':999999999999,'c2':0}}", Sync.class));
  }

  @Test
  void search() {
    assertShape("{'text':'cat'}", new Search("cat", null, null, null));
    assertShape(
        "{'text':'cat','conversationId':'c1','cursor':'x','limit':20}",
        new Search("cat", "c1", "x", 20));
  }

  @Test
  void watched() {
    assertShape("{'userIds':['ann']}", new ListWatched(List.of("ann"), null));
    assertShape(
        "{'userIds':['ann','bob'],'after':'c1:ann'}",
        new ListWatched(List.of("ann", "bob"), "c1:ann"));
  }

  @Test
  void shared() {
    assertShape("{'userIds':['ann','bob']}", new ListShared(List.of("ann", "bob")));
  }

  @Test
  void memberships() {
    assertShape("{'userId':'ann'}", new ListMemberships("ann", null, null));
    assertShape(
        "{'userId':'ann','after':'c1','limit':1000}", new ListMemberships("ann", "c1", 1000));
  }

  @Test
  void described() {
    List<String> ids = List.of("c1", "c2");
    assertShape("{'conversationIds':['c1','c2']}", new DescribeConversations(ids, null));
    assertShape(
        "{'conversationIds':['c1','c2'],'messages':100}", new DescribeConversations(ids, 100));
  }

  @Test
  void names_are_frozen() {
    assertEquals("conversation:get", QueryType.GET_CONVERSATION);
    assertEquals("conversation:list", QueryType.LIST_CONVERSATIONS);
    assertEquals("conversation:unread", QueryType.COUNT_UNREAD);
    assertEquals("conversation:members", QueryType.LIST_MEMBERS);
    assertEquals("message:scheduled", QueryType.LIST_SCHEDULED);
    assertEquals("history", QueryType.HISTORY);
    assertEquals("sync", QueryType.SYNC);
    assertEquals("search", QueryType.SEARCH);
    assertEquals("conversation:watched", ListWatched.TYPE);
    assertEquals("user:shares", ListShared.TYPE);
    assertEquals("user:memberships", ListMemberships.TYPE);
    assertEquals("conversation:describe", DescribeConversations.TYPE);
  }
}
