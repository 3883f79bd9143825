package dev.parley.contracts.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MemberView;
import dev.parley.contracts.view.MessageView;
import dev.parley.contracts.view.ReactionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records and their JSON, through a mapper configured as Quarkus' is. Single quotes for double. */
final class Shapes {

  static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123Z");
  static final String AT = "'2026-11-20T10:00:00.123Z'";

  static final ConversationView GROUP =
      new ConversationView(
          "c1",
          "group",
          "Cats",
          "https://a.example/cat",
          Map.of("color", "red"),
          TIME,
          "ann",
          null,
          3,
          2,
          17,
          List.of(4L, 2L),
          30,
          2L);

  static final String GROUP_JSON =
      "{'conversationId':'c1','type':'group','title':'Cats','avatarUrl':'https://a.example/cat',"
          + "'metadata':{'color':'red'},'createdAt':"
          + AT
          + ",'createdBy':'ann','revision':3,'memberCount':2,'lastSeq':17,'pinned':[4,2],"
          + "'retentionDays':30,'firstSeq':2}";

  static final MemberView MEMBER = new MemberView("bob", "admin", TIME, 0, 9, 12);

  static final String MEMBER_JSON =
      "{'userId':'bob','role':'admin','joinedAt':"
          + AT
          + ",'joinedSeq':0,'readSeq':9,'deliveredSeq':12}";

  static final MessageView MESSAGE =
      new MessageView(
          "c1",
          "c1:17",
          17,
          "ann",
          "m1",
          Content.text("hi"),
          4L,
          List.of("bob"),
          TIME,
          2,
          TIME,
          null,
          TIME,
          List.of(new ReactionView("👍", 2, List.of("bob", "cy"))));

  static final String MESSAGE_JSON =
      "{'conversationId':'c1','messageId':'c1:17','seq':17,'senderId':'ann','clientMessageId':'m1',"
          + "'content':{'type':'text','text':'hi'},'replyToSeq':4,'mentions':['bob'],'sentAt':"
          + AT
          + ",'version':2,'editedAt':"
          + AT
          + ",'pinnedAt':"
          + AT
          + ",'reactions':[{'emoji':'👍','count':2,'userIds':['bob','cy']}]}";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .setSerializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Shapes() {}

  /** Fails unless the value is this JSON, and this JSON the value. */
  static void assertShape(String expected, Object value) {
    try {
      String written = JSON.writeValueAsString(value);
      assertEquals(expected.replace('\'', '"'), written);
      assertEquals(value, JSON.readValue(written, value.getClass()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json.replace('\'', '"'), type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
