package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every method of the clients, and every event that comes of it, across two gateways. */
class ConversationIT {

  private static RunningSuite suite;

  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");
  private final String cy = RunningSuite.user("cy");
  private ChatClient a;
  private ChatClient b;
  private ChatClient c;

  @BeforeAll
  static void startSuite() throws Exception {
    suite = RunningSuite.start();
  }

  @AfterAll
  static void stopSuite() {
    suite.close();
  }

  @BeforeEach
  void connect() {
    a = suite.connect(suite.gatewayA(), ann);
    b = suite.connect(suite.gatewayB(), bob);
    c = suite.connect(suite.gatewayB(), cy);
  }

  @AfterEach
  void disconnect() {
    List.of(a, b, c).forEach(ChatClient::close);
  }

  @Test
  void group_lives_from_its_creation_to_its_end() {
    String group = group("group");
    assertEquals(
        "Lunch", event(b, "conversation:created", group).at("/conversation/title").asText());

    ask(a, "conversation:update", "{'conversationId':'%s','metadata':{'k':[1]}}", group);
    assertEquals("updated", event(b, "chat:update", group).get("change").asText());
    ask(a, "conversation:add", "{'conversationId':'%s','userIds':['%s']}", group, cy);
    JsonNode added = event(c, "chat:update", group);
    assertEquals("members_added", added.get("change").asText());
    assertEquals(1, added.at("/conversation/metadata/k/0").asInt());
    assertEquals("system", event(c, "message:new", group).at("/content/type").asText());
    ask(a, "conversation:role", "{'conversationId':'%s','userId':'%s','role':'admin'}", group, bob);
    ask(b, "conversation:remove", "{'conversationId':'%s','userIds':['%s']}", group, cy);
    until(c, "chat:update", group, e -> e.get("change").asText().equals("members_removed"));
    assertEquals("not_a_member", refusal(c, "history", "{'conversationId':'%s'}", group));
    ask(b, "conversation:leave", "{'conversationId':'%s'}", group);
    until(a, "chat:update", group, e -> e.get("change").asText().equals("member_left"));
    assertEquals("not_a_member", refusal(b, "conversation:get", "{'conversationId':'%s'}", group));
    ask(a, "conversation:delete", "{'conversationId':'%s'}", group);
    assertEquals("not_found", refusal(a, "conversation:get", "{'conversationId':'%s'}", group));
  }

  @Test
  void channel_is_joined_by_whoever_likes() {
    String channel = group("channel");
    assertTrue(
        ask(c, "conversation:join", "{'conversationId':'%s'}", channel).get("changed").asBoolean());
    until(b, "chat:update", channel, e -> e.get("change").asText().equals("member_joined"));
    c.await(c.send(channel, "m1", "here I am"));
    until(b, "message:new", channel, e -> e.path("clientMessageId").asText().equals("m1"));
  }

  @Test
  void message_is_edited_reacted_to_pinned_and_deleted() {
    String group = group("group");
    String message = b.await(b.send(group, "m1", "helo")).get("messageId").asText();
    ask(b, "message:edit", "{'messageId':'%s','content':{'type':'text','text':'hello'}}", message);
    assertEquals("hello", event(a, "message:edit", group).at("/message/content/text").asText());
    ask(a, "message:react", "{'messageId':'%s','emoji':'👍'}", message);
    assertEquals("👍", event(b, "message:reaction", group).get("emoji").asText());
    ask(a, "message:pin", "{'messageId':'%s','pinned':true}", message);
    assertNotNull(event(b, "message:pin", group).at("/message/pinnedAt").textValue());
    assertEquals(
        "forbidden", refusal(b, "message:pin", "{'messageId':'%s','pinned':false}", message));
    ask(a, "message:delete", "{'messageId':'%s'}", message);
    assertFalse(event(b, "message:delete", group).get("message").has("content"));
    JsonNode history = ask(b, "history", "{'conversationId':'%s'}", group);
    assertTrue(history.at("/messages/0").has("deletedAt"));
    assertEquals(1, history.at("/messages/0/seq").asInt());
  }

  @Test
  void receipts_and_typing_reach_the_others() {
    String chat = a.createDirect(bob);
    a.await(a.send(chat, "m1", "one"));
    a.await(a.send(chat, "m2", "two"));
    ask(b, "message:delivered", "{'conversationId':'%s','seq':2}", chat);
    assertEquals(2, event(a, "delivered:receipt", chat).get("seq").asInt());
    JsonNode reached = ask(b, "message:read", "{'conversationId':'%s','seq':1}", chat);
    assertEquals(1, reached.get("unread").asInt());
    assertEquals(1, event(a, "read:receipt", chat).get("seq").asInt());
    ask(b, "typing:start", "{'conversationId':'%s'}", chat);
    assertEquals(5, event(a, "typing:start", chat).get("seconds").asInt());
    ask(b, "typing:stop", "{'conversationId':'%s'}", chat);
    assertEquals(bob, event(a, "typing:stop", chat).get("userId").asText());
    Await.until(
        "members tell how far they are",
        () ->
            members(chat).stream()
                .anyMatch(
                    member ->
                        member.get("userId").asText().equals(bob)
                            && member.get("readSeq").asInt() == 1
                            && member.get("deliveredSeq").asInt() == 2));
  }

  @Test
  void scheduled_message_comes_in_its_time() {
    String group = group("group");
    String soon = Instant.now().plusSeconds(3).toString();
    String later = Instant.now().plusSeconds(3600).toString();
    schedule(a, group, "s1", soon);
    schedule(a, group, "s2", later);
    assertEquals(
        List.of("s1", "s2"),
        StreamSupport.stream(
                ask(a, "message:scheduled", "{'conversationId':'%s'}", group)
                    .get("messages")
                    .spliterator(),
                false)
            .map(message -> message.get("clientMessageId").asText())
            .toList());
    assertTrue(
        ask(a, "message:unschedule", "{'conversationId':'%s','clientMessageId':'s2'}", group)
            .get("changed")
            .asBoolean());
    until(b, "message:new", group, e -> e.get("clientMessageId").asText().equals("s1"));
    until(a, "message:new", group, e -> e.get("clientMessageId").asText().equals("s1"));

    schedule(b, group, "s3", Instant.now().plusSeconds(3).toString());
    ask(b, "conversation:leave", "{'conversationId':'%s'}", group);
    JsonNode unsent = event(b, "message:unsent", group);
    assertEquals("s3", unsent.get("clientMessageId").asText());
    assertEquals("not_a_member", unsent.get("code").asText());
  }

  private static void schedule(ChatClient client, String chat, String key, String sendAt) {
    ask(
        client,
        "message:schedule",
        "{'conversationId':'%s','clientMessageId':'%s','content':{'type':'text','text':'later'},"
            + "'sendAt':'%s'}",
        chat,
        key,
        sendAt);
  }

  private List<JsonNode> members(String chat) {
    JsonNode page = ask(a, "conversation:members", "{'conversationId':'%s'}", chat);
    return StreamSupport.stream(page.get("members").spliterator(), false).toList();
  }

  @Test
  void who_was_away_gets_what_was_missed() {
    String chat = a.createDirect(bob);
    b.close();
    for (int i = 1; i <= 5; i++) {
      a.await(a.send(chat, "m" + i, "lunch number " + i));
    }
    b = suite.connect(suite.gatewayA(), bob);
    JsonNode missed = ask(b, "sync", "{'positions':{'%s':2}}", chat);
    assertEquals(
        List.of(3, 4, 5),
        StreamSupport.stream(missed.get("messages").spliterator(), false)
            .map(message -> message.get("seq").asInt())
            .toList());
    JsonNode found = ask(b, "search", "{'text':'lunch 4'}");
    assertEquals(4, found.at("/messages/0/seq").asInt());
    Await.until(
        "it is in the list",
        () -> ask(b, "conversation:list", "{}").at("/conversations/0/unread").asInt() == 5);
    ask(b, "conversation:archive", "{'conversationId':'%s','archived':true}", chat);
    Await.until(
        "it is not in the list",
        () -> ask(b, "conversation:list", "{}").get("conversations").isEmpty());
    assertTrue(
        ask(b, "conversation:mute", "{'conversationId':'%s','muted':true}", chat)
            .get("muted")
            .asBoolean());
  }

  @Test
  void own_settings_are_told_to_the_other_device() {
    String chat = a.createDirect(bob);
    try (ChatClient laptop = suite.connect(suite.gatewayB(), ann)) {
      ask(a, "conversation:mute", "{'conversationId':'%s','muted':true}", chat);
      assertTrue(event(laptop, "membership:changed", chat).get("muted").asBoolean());
    }
  }

  private String group(String type) {
    JsonNode created =
        ask(
            a,
            "conversation:create",
            "{'type':'%s','title':'Lunch','memberIds':['%s']}",
            type,
            bob);
    return created.get("conversationId").asText();
  }

  private static JsonNode ask(ChatClient client, String method, String params, Object... values) {
    return client.ask(method, params, values);
  }

  private static String refusal(ChatClient client, String method, String params, Object... values) {
    CompletableFuture<String> code =
        client
            .request(method, params, values)
            .handle(
                (result, failure) ->
                    failure == null ? "ok" : ((RpcException) ChatClient.unwrap(failure)).code());
    return client.await(code);
  }

  /** The last event of that name about the conversation, as soon as there is one. */
  private static JsonNode event(ChatClient client, String name, String chat) {
    return until(client, name, chat, any -> true);
  }

  private static JsonNode until(
      ChatClient client, String name, String chat, Predicate<JsonNode> wanted) {
    Await.until(name + " at " + client.user, () -> !events(client, name, chat, wanted).isEmpty());
    List<JsonNode> all = events(client, name, chat, wanted);
    return all.get(all.size() - 1);
  }

  private static List<JsonNode> events(
      ChatClient client, String name, String chat, Predicate<JsonNode> wanted) {
    return client.events.stream()
        .filter(event -> event.path("method").asText().equals(name))
        .map(event -> event.get("params"))
        .filter(params -> params.get("conversationId").asText().equals(chat))
        .filter(wanted)
        .toList();
  }
}
