package dev.parley.messages.http;

import static dev.parley.messages.http.Api.CONVERSATIONS;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.messages.Servers;
import dev.parley.service.testing.Await;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation of the OpenAPI document, each with the document's example as its body. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class OperationsTest {

  private static final String TOMORROW =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();

  @TestHTTPResource(value = "openapi", management = true)
  String url;

  private final TreeSet<String> called = new TreeSet<>();
  private Map<String, JsonNode> operations;
  private String conversation;
  private String channel;

  @BeforeEach
  void read() {
    operations = Api.operations(Api.document(url));
  }

  @Test
  void everyOperation_doesWhatItSays() {
    conversations();
    members();
    messages();
    positions();
    scheduled();
    contacts();
    ends();

    assertEquals(new TreeSet<>(operations.keySet()), called);
  }

  private void conversations() {
    conversation =
        call("ann", "POST", "")
            .statusCode(201)
            .header("Location", not(nullValue()))
            .body("type", equalTo("group"))
            .body("memberIds", hasItem("bob"))
            .extract()
            .path("conversationId");
    channel =
        Api.as("ann", "{'type':'channel','title':'News'}")
            .post(CONVERSATIONS)
            .then()
            .statusCode(201)
            .extract()
            .path("conversationId");
    call("ann", "GET", "")
        .statusCode(200)
        .body("conversations.conversation.conversationId", hasItem(conversation));
    call("zoe", "GET", "/unread")
        .statusCode(200)
        .body("messages", equalTo(0))
        .body("conversations", equalTo(0))
        .body("mutedMessages", equalTo(0));
    call("ann", "GET", "/{conversationId}")
        .statusCode(200)
        .body("conversation.title", equalTo("Release"))
        .body("role", equalTo("owner"));
    call("ann", "PATCH", "/{conversationId}")
        .statusCode(200)
        .body("conversation.title", equalTo("Release 2"))
        .body("changed", equalTo(true));
    call("ann", "PUT", "/{conversationId}/mute").statusCode(200).body("muted", equalTo(true));
    call("ann", "DELETE", "/{conversationId}/mute").statusCode(200).body("muted", equalTo(false));
    call("ann", "PUT", "/{conversationId}/pin").statusCode(200).body("pinned", equalTo(true));
    call("ann", "DELETE", "/{conversationId}/pin").statusCode(200).body("pinned", equalTo(false));
    call("ann", "PUT", "/{conversationId}/archive").statusCode(200).body("archived", equalTo(true));
    call("ann", "DELETE", "/{conversationId}/archive")
        .statusCode(200)
        .body("archived", equalTo(false));
  }

  private void members() {
    call("ann", "POST", "/{conversationId}/members")
        .statusCode(200)
        .body("conversation.memberCount", equalTo(3));
    call("ann", "PUT", "/{conversationId}/members/{userId}/role", "cleo").statusCode(200);
    call("ann", "GET", "/{conversationId}/members")
        .statusCode(200)
        .body("members.userId", equalTo(List.of("ann", "bob", "cleo")))
        .body("members.role", equalTo(List.of("owner", "member", "admin")));
    call("ann", "DELETE", "/{conversationId}/members/{userId}", "cleo")
        .statusCode(200)
        .body("conversation.memberCount", equalTo(2));
    String group = conversation;
    conversation = channel;
    call("dora", "POST", "/{conversationId}/join")
        .statusCode(200)
        .body("conversation.memberCount", equalTo(2));
    call("dora", "POST", "/{conversationId}/leave")
        .statusCode(200)
        .body("conversation.memberCount", equalTo(1));
    conversation = group;
  }

  private void messages() {
    int seq =
        call("ann", "POST", "/{conversationId}/messages")
            .statusCode(201)
            .header("Location", not(nullValue()))
            .extract()
            .path("seq");
    String one = "/{conversationId}/messages/{seq}";
    call("bob", "GET", one, seq)
        .statusCode(200)
        .body("content.text", equalTo("Build 17 is green"))
        .body("seq", equalTo(seq));
    call("bob", "PUT", one + "/reactions/{emoji}", seq, "👍")
        .statusCode(200)
        .body("message.reactions[0].emoji", equalTo("👍"))
        .body("message.reactions[0].count", equalTo(1));
    call("bob", "DELETE", one + "/reactions/{emoji}", seq, "👍")
        .statusCode(200)
        .body("message.reactions", nullValue());
    call("ann", "PUT", one + "/pin", seq)
        .statusCode(200)
        .body("message.pinnedAt", not(nullValue()));
    call("ann", "DELETE", one + "/pin", seq).statusCode(200).body("changed", equalTo(true));
    call("ann", "PATCH", one, seq)
        .statusCode(200)
        .body("message.content.text", equalTo("Build 18 is green"));
    called.add("GET " + CONVERSATIONS + "/search");
    Api.as("bob")
        .queryParam("text", "Build")
        .queryParam("conversationId", conversation)
        .get(CONVERSATIONS + "/search")
        .then()
        .statusCode(200)
        .body("messages.seq", equalTo(List.of(seq)));
    call("ann", "DELETE", one, seq)
        .statusCode(200)
        .body("message.content", nullValue())
        .body("message.seq", equalTo(seq));
    call("bob", "GET", "/{conversationId}/messages")
        .statusCode(200)
        .body("messages", hasSize(seq))
        .body("moreAfter", equalTo(false));
  }

  private void positions() {
    call("bob", "PUT", "/{conversationId}/read").statusCode(200).body("seq", equalTo(1));
    call("bob", "PUT", "/{conversationId}/delivered").statusCode(200).body("seq", equalTo(1));
    call("bob", "PUT", "/{conversationId}/typing").statusCode(204);
    call("bob", "DELETE", "/{conversationId}/typing").statusCode(204);
    call("bob", "POST", "/sync")
        .statusCode(200)
        .body("added.conversation.conversationId", hasItem(conversation));
  }

  private void scheduled() {
    String key =
        call("ann", "POST", "/{conversationId}/scheduled")
            .statusCode(201)
            .header("Location", endsWith("/scheduled"))
            .body("sendAt", equalTo(TOMORROW))
            .extract()
            .path("clientMessageId");
    call("ann", "GET", "/{conversationId}/scheduled")
        .statusCode(200)
        .body("messages.clientMessageId", equalTo(List.of(key)))
        .body("messages[0].content.text", equalTo("Happy new year"));
    call("ann", "DELETE", "/{conversationId}/scheduled/{clientMessageId}", key)
        .statusCode(200)
        .body("changed", equalTo(true));
  }

  private void contacts() {
    String path = "/api/v1/contacts/{userId}";
    String example = Api.example(operations.get("PUT " + path));
    service().contentType(ContentType.JSON).body(example).put(path, "bob").then().statusCode(204);
    service().get(path, "bob").then().statusCode(200).body("email", equalTo("bob@example.com"));
    service().delete(path, "bob").then().statusCode(204);
    service().delete(path, "bob").then().statusCode(404);
    service().get(path, "bob").then().statusCode(404);
    called.addAll(List.of("PUT " + path, "GET " + path, "DELETE " + path));
  }

  private static RequestSpecification service() {
    return given().auth().oauth2(Tokens.of("crm", "service"));
  }

  private void ends() {
    call("ann", "DELETE", "/{conversationId}").statusCode(200);
    Api.as("ann").get(CONVERSATIONS + "/" + conversation).then().statusCode(404);
  }

  /**
   * Calls an operation.
   *
   * @param path behind that of the conversations
   * @param rest what the path has beyond the conversation
   */
  private ValidatableResponse call(String user, String method, String path, Object... rest) {
    String template = CONVERSATIONS + path;
    String name = method + " " + template;
    called.add(name);
    RequestSpecification request = Api.as(user);
    // The example's time will have passed one day.
    String example =
        Api.example(operations.get(name)).replaceAll("2\\d{3}-\\d\\d-\\d\\dT[0-9:]*Z", TOMORROW);
    if (!example.isEmpty()) {
      request.contentType(ContentType.JSON).body(example);
    }
    Object[] values = new Object[path.contains("{conversationId}") ? rest.length + 1 : 0];
    if (values.length > 0) {
      values[0] = conversation;
      System.arraycopy(rest, 0, values, 1, rest.length);
    }
    return request.request(Method.valueOf(method), template, values).then();
  }

  @Test
  void openingTheSameAgain_isNotCreating() {
    String direct = "{'type':'direct','memberIds':['http-bob']}";
    Api.as("http-ann", direct).post(CONVERSATIONS).then().statusCode(201);
    Api.as("http-ann", direct)
        .post(CONVERSATIONS)
        .then()
        .statusCode(200)
        .header("Location", nullValue())
        .body("created", equalTo(false));
    String key = "\"k-1\"";
    String group = "{'type':'group','title':'Twice'}";
    String id =
        Api.as("http-ann", group)
            .header("Idempotency-Key", key)
            .post(CONVERSATIONS)
            .then()
            .statusCode(201)
            .extract()
            .path("conversationId");
    Api.as("http-ann", group)
        .header("Idempotency-Key", key)
        .post(CONVERSATIONS)
        .then()
        .statusCode(200)
        .body("conversationId", equalTo(id));
  }

  @Test
  void send_underTheSameKeyIsStoredOnce() {
    String id = Api.group("ann");
    String path = CONVERSATIONS + "/" + id + "/messages";
    String body = "{'content':{'type':'text','text':'once'}}";
    ValidatableResponse first =
        Api.as("ann", body).header("Idempotency-Key", "send-1").post(path).then().statusCode(201);
    int seq = first.extract().path("seq");
    first.header("Location", endsWith(path + "/" + seq));
    String sentAt = first.extract().path("sentAt");

    for (String key : new String[] {"send-1", "\"send-1\""}) {
      Api.as("ann", body)
          .header("Idempotency-Key", key)
          .post(path)
          .then()
          .statusCode(201)
          .body("seq", equalTo(seq))
          .body("sentAt", equalTo(sentAt));
    }
    Api.as("ann", "{'clientMessageId':'send-1','content':{'type':'text','text':'once'}}")
        .post(path)
        .then()
        .body("seq", equalTo(seq));
    Api.as("ann", body).post(path).then().statusCode(201).body("seq", equalTo(seq + 1));
  }

  @Test
  void scheduledMessage_isSentWhenItsTimeHasCome() {
    String id = Api.group("ann");
    String soon = Instant.now().plusSeconds(2).toString();
    for (int i = 0; i < 2; i++) {
      Api.as("ann", "{'content':{'type':'text','text':'soon'},'sendAt':'" + soon + "'}")
          .header("Idempotency-Key", "soon-1")
          .post(CONVERSATIONS + "/" + id + "/scheduled")
          .then()
          .statusCode(201);
    }
    Await.until("it is sent", () -> texts(id).contains("soon"));
    Await.until(
        "it is scheduled no more",
        () ->
            Api.as("ann")
                .get(CONVERSATIONS + "/" + id + "/scheduled")
                .jsonPath()
                .getList("messages")
                .isEmpty());
    assertEquals(1, texts(id).stream().filter("soon"::equals).count());
  }

  private static List<String> texts(String conversation) {
    return Api.as("ann")
        .get(CONVERSATIONS + "/" + conversation + "/messages")
        .jsonPath()
        .getList("messages.content.text", String.class);
  }

  @Test
  void service_actsForWhomItNames() {
    String id = Api.group("ann", "bob");
    Api.as("bot", "{'content':{'type':'text','text':'for bob'}}")
        .auth()
        .oauth2(Tokens.of("bot", "service"))
        .header("Parley-User", "bob")
        .post(CONVERSATIONS + "/" + id + "/messages")
        .then()
        .statusCode(201);
    Api.as("ann")
        .get(CONVERSATIONS + "/" + id + "/messages")
        .then()
        .body("messages[-1].senderId", equalTo("bob"));
  }

  @Test
  void service_isItselfWhenItNamesNobody() {
    String id = Api.group("bot", "ann");
    Api.as("ann")
        .get(CONVERSATIONS + "/" + id + "/members")
        .then()
        .body("members.userId", equalTo(List.of("ann", "bot")));
  }
}
