package dev.parley.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.contracts.signal.ConnectionChanged;
import dev.parley.contracts.signal.SignalType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients and services see of the records, through a mapper configured as Quarkus' is. */
class JsonShapeTest {

  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123Z");

  private final ObjectMapper json =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .setSerializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @Test
  void send_message() throws Exception {
    roundTrip(
        new SendMessage("c1", "m1", Content.text("hi")),
        "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'}}");
  }

  @Test
  void create_conversation() throws Exception {
    roundTrip(CreateConversation.direct("bob"), "{'type':'direct','memberIds':['bob']}");
  }

  @Test
  void message_accepted() throws Exception {
    roundTrip(
        new MessageAccepted("c1", "c1:17", 17, TIME),
        "{'conversationId':'c1','messageId':'c1:17','seq':17,'sentAt':'2026-11-20T10:00:00.123Z'}");
  }

  @Test
  void conversation_created() throws Exception {
    roundTrip(
        new ConversationCreated("d-1", "direct", List.of("ann", "bob"), TIME, true, null),
        "{'conversationId':'d-1','type':'direct','memberIds':['ann','bob'],"
            + "'createdAt':'2026-11-20T10:00:00.123Z','created':true}");
  }

  @Test
  void message_new() throws Exception {
    roundTrip(
        new MessageNew("c1", "c1:17", 17, "ann", "m1", Content.text("hi"), null, null, TIME),
        "{'conversationId':'c1','messageId':'c1:17','seq':17,'senderId':'ann',"
            + "'clientMessageId':'m1','content':{'type':'text','text':'hi'},"
            + "'sentAt':'2026-11-20T10:00:00.123Z'}");
  }

  @Test
  void error_reply() throws Exception {
    roundTrip(
        ErrorReply.of(ErrorCode.NOT_FOUND, "no conversation c9"),
        "{'code':'not_found','message':'no conversation c9'}");
  }

  @Test
  void connection_changed() throws Exception {
    roundTrip(new ConnectionChanged("n1", "s1"), "{'node':'n1','session':'s1'}");
  }

  @Test
  void fields_of_later_versions_are_passed_over() throws Exception {
    assertEquals(
        new SendMessage("c1", "m1", Content.text("hi")),
        json.readValue(
            quoted(
                "{'v':2,'conversationId':'c1','clientMessageId':'m1',"
                    + "'content':{'type':'text','text':'hi','lang':'en'},'reply':{}}"),
            SendMessage.class));
  }

  @Test
  void missing_fields_are_null_and_left_to_the_check() throws Exception {
    assertEquals(new SendMessage(null, null, null), json.readValue("{}", SendMessage.class));
    assertEquals(
        new CreateConversation(null, null, null, null, null, null),
        json.readValue("{}", CreateConversation.class));
  }

  @Test
  void names_are_frozen() {
    assertEquals("message:send", CommandType.SEND_MESSAGE);
    assertEquals("conversation:create", CommandType.CREATE_CONVERSATION);
    assertEquals("message:new", EventType.MESSAGE_NEW);
    assertEquals("conversation:created", EventType.CONVERSATION_CREATED);
    assertEquals("user:connected", SignalType.CONNECTED);
    assertEquals("user:disconnected", SignalType.DISCONNECTED);
  }

  private void roundTrip(Object value, String expected) throws Exception {
    String written = json.writeValueAsString(value);
    assertEquals(quoted(expected), written);
    assertEquals(value, json.readValue(written, value.getClass()));
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
