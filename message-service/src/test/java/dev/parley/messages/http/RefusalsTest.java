package dev.parley.messages.http;

import static dev.parley.messages.http.Api.CONVERSATIONS;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.parley.messages.Servers;
import dev.parley.service.http.Problem;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the HTTP door says no to, each as a problem of RFC 9457. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RefusalsTest {

  private static ValidatableResponse problem(ValidatableResponse answer, int status) {
    return answer
        .statusCode(status)
        .contentType(startsWith(Problem.MEDIA_TYPE))
        .body("status", equalTo(status));
  }

  private static void unauthorized(RequestSpecification request) {
    problem(request.get(CONVERSATIONS).then(), 401).header("WWW-Authenticate", equalTo("Bearer"));
  }

  @Test
  void noToken() {
    unauthorized(given());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ."})
  void tokenThatIsNone(String token) {
    unauthorized(given().auth().oauth2(token));
  }

  @Test
  void tokenThatHasExpired() {
    Duration expired = Duration.ofMinutes(-10);
    unauthorized(given().auth().oauth2(Tokens.of(Tokens.ISSUER, "ann", expired)));
  }

  @Test
  void tokenOfAnotherIssuer() {
    Duration valid = Duration.ofMinutes(10);
    unauthorized(given().auth().oauth2(Tokens.of("https://other.example", "ann", valid)));
  }

  @Test
  void tokenWithAnotherSignature() {
    String token = Tokens.of("ann");
    String other = Tokens.of("bob");
    unauthorized(
        given()
            .auth()
            .oauth2(
                token.substring(0, token.lastIndexOf('.'))
                    + other.substring(other.lastIndexOf('.'))));
  }

  @Test
  void subjectThatIsNoUserId() {
    problem(given().auth().oauth2(Tokens.of("not a user")).get(CONVERSATIONS).then(), 403)
        .body("code", equalTo("forbidden"));
  }

  @Test
  void actingForAnother_withoutTheRole() {
    for (String token : new String[] {Tokens.of("ann"), Tokens.of("ann", "admin")}) {
      problem(
              given().auth().oauth2(token).header("Parley-User", "bob").get(CONVERSATIONS).then(),
              403)
          .body("detail", equalTo("Parley-User needs the role service"));
    }
  }

  @Test
  void actingForNobody() {
    problem(
            given()
                .auth()
                .oauth2(Tokens.of("bot", "service"))
                .header("Parley-User", "b o b")
                .get(CONVERSATIONS)
                .then(),
            400)
        .body("field", equalTo("Parley-User"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST   |                          | {'type':'party'}                   | type",
        "POST   |                          | {'type':'direct'}                  | memberIds",
        "POST   |                          | {'type':'direct','memberIds':['ann']} | memberIds[0]",
        "POST   |                          | {'type':'group','title':7}         | title",
        "POST   |                          | nonsense                           | params",
        "POST   |                          | []                                 | params",
        "GET    | ?limit=0                 |                                    | limit",
        "GET    | ?limit=many              |                                    | limit",
        "GET    | ?archived=maybe          |                                    | archived",
        "GET    | /search?text=a           |                                    | text",
        "GET    | /search                  |                                    | text",
        "GET    | /search?text=ab&limit=x  |                                    | limit",
        "POST   | /sync                    | {}                                 | positions",
        "POST   | /sync                    | {'positions':{'c':-1}}             | positions.c",
        "GET    | /a.b                     |                                    | conversationId",
        "PATCH  | /{c}                     | {}                                 | params",
        "PATCH  | /{c}                     | {'avatarUrl':'ftp://x'}            | avatarUrl",
        "DELETE | /a.b                     |                                    | conversationId",
        "POST   | /a.b/join                |                                    | conversationId",
        "POST   | /a.b/leave               |                                    | conversationId",
        "PUT    | /a.b/mute                |                                    | conversationId",
        "DELETE | /a.b/mute                |                                    | conversationId",
        "PUT    | /a.b/pin                 |                                    | conversationId",
        "DELETE | /a.b/pin                 |                                    | conversationId",
        "PUT    | /a.b/archive             |                                    | conversationId",
        "DELETE | /a.b/archive             |                                    | conversationId",
        "PUT    | /{c}/read                | {}                                 | seq",
        "PUT    | /{c}/read                | {'seq':0}                          | seq",
        "PUT    | /{c}/delivered           | {'seq':'1'}                        | seq",
        "PUT    | /a.b/typing              |                                    | conversationId",
        "DELETE | /a.b/typing              |                                    | conversationId",
        "GET    | /{c}/members?limit=201   |                                    | limit",
        "GET    | /{c}/members?after=a%20b |                                    | after",
        "POST   | /{c}/members             | {}                                 | userIds",
        "POST   | /{c}/members             | {'userIds':['b b']}                | userIds[0]",
        "DELETE | /{c}/members/b%20b       |                                    | userIds[0]",
        "PUT    | /{c}/members/bob/role    | {'role':'king'}                    | role",
        "POST   | /{c}/messages            | {}                                 | content",
        "POST   | /{c}/messages            | {'content':{'type':'text'}}        | content.text",
        "POST   | /{c}/messages            | {'content':{'type':'system'}}      | content.type",
        "POST   | /{c}/scheduled           | {'content':{'type':'text','text':'a'}} | sendAt",
        "POST   | /{c}/scheduled           | {'sendAt':'2099-01-01T00:00:00Z'}  | content",
        "GET    | /a.b/scheduled           |                                    | conversationId",
        "DELETE | /{c}/scheduled/a.b       |                                    | clientMessageId",
        "GET    | /{c}/messages?limit=201  |                                    | limit",
        "GET    | /{c}/messages?beforeSeq=x|                                    | beforeSeq",
        "GET    | /{c}/messages?afterSeq=-1|                                    | afterSeq",
        "GET    | /{c}/messages?aroundSeq=0|                                    | aroundSeq",
        "GET    | /{c}/messages?aroundSeq=1&afterSeq=1 |                        | params",
        "GET    | /{c}/messages/one        |                                    | seq",
        "PATCH  | /{c}/messages/1          | {}                                 | content",
        "PATCH  | /{c}/messages/0          | {'content':{'type':'text','text':'a'}} | messageId",
        "DELETE | /{c}/messages/x          |                                    | seq",
        "PUT    | /{c}/messages/1/reactions/a%20b |                             | emoji",
        "DELETE | /{c}/messages/1/reactions/a%20b |                             | emoji",
        "PUT    | /{c}/messages/x/pin      |                                    | seq",
        "DELETE | /{c}/messages/x/pin      |                                    | seq"
      })
  void fieldOfTheWrongForm(String method, String path, String body, String field) {
    RequestSpecification request = Api.as("ann").urlEncodingEnabled(false);
    if (body != null) {
      request.contentType(ContentType.JSON).body(body.replace('\'', '"'));
    }
    String url = CONVERSATIONS + (path == null ? "" : path.replace("{c}", "c1"));
    problem(request.request(Method.valueOf(method), url).then(), 400)
        .body("type", equalTo("urn:parley:error:invalid_params"))
        .body("code", equalTo("invalid_params"))
        .body("field", equalTo(field))
        .body("detail", startsWith(field + " "))
        .body("retryable", equalTo(false));
  }

  @Test
  void contacts_withoutTheRole() {
    String path = "/api/v1/contacts/ann";
    problem(Api.as("ann").get(path).then(), 403).body("code", equalTo("forbidden"));
    problem(Api.as("ann", "{'email':'a@b.example'}").put(path).then(), 403);
    problem(Api.as("ann").delete(path).then(), 403);
    problem(given().get(path).then(), 401);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"ann, {}, email", "ann, {'email':'a b'}, email", "a%20b, {'email':'a@b.c'}, userId"})
  void contactThatIsNone(String user, String body, String field) {
    problem(
            given()
                .auth()
                .oauth2(Tokens.of("crm", "service"))
                .urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .put("/api/v1/contacts/" + user)
                .then(),
            400)
        .body("field", equalTo(field));
  }

  @Test
  void keyThatContradictsTheBody() {
    problem(
            Api.as("ann", "{'clientMessageId':'a','content':{'type':'text','text':'x'}}")
                .header("Idempotency-Key", "b")
                .post(CONVERSATIONS + "/c1/messages")
                .then(),
            400)
        .body("field", equalTo("clientMessageId"));
    problem(
            Api.as("ann", "{'content':{'type':'text','text':'x'}}")
                .header("Idempotency-Key", "no key")
                .post(CONVERSATIONS + "/c1/messages")
                .then(),
            400)
        .body("field", equalTo("clientMessageId"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET    |                         |",
        "PATCH  |                         | {'title':'x'}",
        "DELETE |                         |",
        "POST   | /join                   |",
        "POST   | /leave                  |",
        "PUT    | /mute                   |",
        "DELETE | /mute                   |",
        "PUT    | /pin                    |",
        "DELETE | /pin                    |",
        "PUT    | /archive                |",
        "DELETE | /archive                |",
        "PUT    | /read                   | {'seq':1}",
        "PUT    | /delivered              | {'seq':1}",
        "GET    | /members                |",
        "POST   | /members                | {'userIds':['x']}",
        "DELETE | /members/bob            |",
        "PUT    | /members/bob/role       | {'role':'admin'}",
        "POST   | /messages               | {'content':{'type':'text','text':'a'}}",
        "POST   | /scheduled              | {'content':{'type':'text','text':'a'},'sendAt':'2099-01-01T00:00:00Z'}",
        "GET    | /messages               |",
        "GET    | /messages/1             |",
        "PATCH  | /messages/1             | {'content':{'type':'text','text':'a'}}",
        "DELETE | /messages/1             |",
        "PUT    | /messages/1/reactions/a |",
        "DELETE | /messages/1/reactions/a |",
        "PUT    | /messages/1/pin         |",
        "DELETE | /messages/1/pin         |"
      })
  void conversationThatThereIsNot(String method, String path, String body) {
    RequestSpecification request = Api.as("ann");
    if (body != null) {
      request.contentType(ContentType.JSON).body(body.replace('\'', '"'));
    }
    problem(
            request
                .request(
                    Method.valueOf(method), CONVERSATIONS + "/none" + (path == null ? "" : path))
                .then(),
            404)
        .body("code", equalTo("not_found"));
  }

  @Test
  void conversationOfOthers() {
    String id = Api.group("ann");
    problem(Api.send("eve", id, "let me in"), 403).body("code", equalTo("not_a_member"));
    problem(Api.as("eve").get(CONVERSATIONS + "/" + id + "/messages").then(), 403)
        .body("code", equalTo("not_a_member"));
    problem(
            Api.as("eve")
                .queryParam("text", "let")
                .queryParam("conversationId", id)
                .get(CONVERSATIONS + "/search")
                .then(),
            403)
        .body("code", equalTo("not_a_member"));
  }

  @Test
  void whatOnlyOthersMayDo() {
    String id = Api.group("ann", "bob");
    problem(Api.as("bob", "{'title':'mine'}").patch(CONVERSATIONS + "/" + id).then(), 403)
        .body("code", equalTo("forbidden"));
    problem(Api.as("bob").delete(CONVERSATIONS + "/" + id).then(), 403)
        .body("code", equalTo("forbidden"));
  }

  @Test
  void messageThatThereIsNot() {
    String id = Api.group("ann");
    problem(Api.as("ann").get(CONVERSATIONS + "/" + id + "/messages/99").then(), 404)
        .body("code", equalTo("not_found"));
    problem(Api.as("ann").delete(CONVERSATIONS + "/" + id + "/messages/99").then(), 404)
        .body("code", equalTo("not_found"));
  }

  @Test
  void moreThanALimit() {
    String id = Api.group("ann");
    int seq = Api.send("ann", id, "many faces").extract().path("seq");
    String reactions = CONVERSATIONS + "/" + id + "/messages/" + seq + "/reactions/";
    for (int i = 0; i < 20; i++) {
      Api.as("ann").put(reactions + "e" + i).then().statusCode(200);
    }
    problem(Api.as("ann").put(reactions + "e20").then(), 409)
        .body("code", equalTo("limit_exceeded"))
        .body("detail", containsString("20"));
  }

  @Test
  void bodyThatIsTooLarge() {
    String body = "{'content':{'type':'text','text':'" + "x".repeat(70_000) + "'}}";
    problem(Api.as("ann", body).post(CONVERSATIONS + "/c1/messages").then(), 413)
        .body("code", equalTo("too_large"))
        .body("detail", equalTo("the body must have at most 65536 bytes"));
  }

  @Test
  void otherMethod() {
    problem(Api.as("ann", "{}").put(CONVERSATIONS).then(), 405);
  }

  @Test
  void otherMediaType() {
    problem(
        Api.as("ann").contentType(ContentType.XML).body("<a/>").post(CONVERSATIONS).then(), 415);
    problem(Api.as("ann").accept("image/png").get(CONVERSATIONS).then(), 406);
  }

  @Test
  void otherPath() {
    problem(Api.as("ann").get("/api/v1/parties").then(), 404).body("code", nullValue());
  }
}
