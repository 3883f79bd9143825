package dev.parley.presence.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.parley.contracts.presence.PresenceList;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.presence.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ViewWriterTest {

  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123Z");
  private static final Instant WHOLE_SECOND = Instant.parse("2026-11-20T10:00:00Z");

  @Inject ObjectMapper json;

  /** What writes the same by itself. */
  private final ObjectMapper plain =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL);

  @Test
  void views_are_what_they_would_be_by_themselves() throws JsonProcessingException {
    same(new PresenceView("ann", "away", "Lunch", TIME, WHOLE_SECOND, 7));
    same(new PresenceView("ann", "offline", null, null, TIME, Long.MAX_VALUE));
    same(new PresenceView("ann", "online", null, null, null, 0));
    same(new PresenceView("a\"n\\n", "dnd", "Grüße \uD83D\uDE00\n\u0001\u2028", null, null, 1));
  }

  @Test
  void lists_are_what_they_would_be_by_themselves() throws JsonProcessingException {
    PresenceView view = new PresenceView("ann", "away", "Lunch", TIME, null, 7);

    same(new PresenceList(List.of(view, view), List.of("bob")));
    same(new PresenceList(List.of(), null));
  }

  @Test
  void views_are_written_by_hand() throws JsonProcessingException {
    assertInstanceOf(
        ViewWriter.class,
        json.getSerializerProviderInstance().findValueSerializer(PresenceView.class));
  }

  private void same(Object value) throws JsonProcessingException {
    assertEquals(plain.writeValueAsString(value), json.writeValueAsString(value));
  }
}
