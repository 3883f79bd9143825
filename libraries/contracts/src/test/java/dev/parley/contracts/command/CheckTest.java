package dev.parley.contracts.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

  private static final String LONGEST_ID = "x".repeat(128);

  @Test
  void message_at_every_limit_passes() {
    SendMessage send = new SendMessage(LONGEST_ID, "azAZ09_-", Content.text("x".repeat(8 * 1024)));
    assertSame(send, send.check());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a b", "a:b", "a.b", "ä", "a/b", "{a}", "a\n", "a\u0000"})
  void message_s_ids_are_of_id_characters(String id) {
    refused("conversationId", new SendMessage(id, "m", Content.text("hi"))::check);
    refused("clientMessageId", new SendMessage("c", id, Content.text("hi"))::check);
  }

  @Test
  void message_s_ids_have_a_length() {
    String tooLong = LONGEST_ID + "x";
    refused("conversationId", new SendMessage(tooLong, "m", Content.text("hi"))::check);
    refused("clientMessageId", new SendMessage("c", tooLong, Content.text("hi"))::check);
  }

  @Test
  void content_is_there_and_text() {
    refused("content", new SendMessage("c", "m", null)::check);
    refused(
        "content.type",
        new SendMessage("c", "m", new Content(null, "hi", null, null, null))::check);
    refused(
        "content.type",
        new SendMessage("c", "m", new Content("video", "hi", null, null, null))::check);
    refused("content.text", new SendMessage("c", "m", Content.text(null))::check);
    refused("content.text", new SendMessage("c", "m", Content.text(""))::check);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "日", "😀"})
  void text_is_measured_in_bytes_of_utf8(String letter) {
    int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
    String fits = letter.repeat(Content.MAX_TEXT_BYTES / bytes);
    String full = fits + "x".repeat(Content.MAX_TEXT_BYTES % bytes);
    new SendMessage("c", "m", Content.text(full)).check();
    refused("content.text", new SendMessage("c", "m", Content.text(full + "x"))::check);
  }

  @Test
  void conversation_is_direct_with_exactly_one_other() {
    CreateConversation create = CreateConversation.direct("bob");
    assertSame(create, create.check());
    refused("type", create(null, List.of("bob"))::check);
    refused("type", create("crowd", List.of("bob"))::check);
    refused("memberIds", create("direct", null)::check);
    refused("memberIds", create("direct", List.of())::check);
    refused("memberIds", create("direct", List.of("bob", "cy"))::check);
    refused(
        "memberIds[0]", create("direct", new ArrayList<>(Collections.singletonList(null)))::check);
    refused("memberIds[0]", create("direct", List.of("b b"))::check);
  }

  @Test
  void user_ids_are_what_tokens_have_as_subject() {
    for (String user : Arrays.asList("ann", "a.b@example.org", "auth0|12", "x:y+z-_", LONGEST_ID)) {
      assertTrue(Check.isUserId(user), user);
    }
    for (String user : Arrays.asList(null, "", "a b", "ä", "a\"b", "a,b", LONGEST_ID + "x")) {
      assertFalse(Check.isUserId(user), user);
    }
  }

  @Test
  void refusal_names_field_and_limit() {
    SendMessage empty = new SendMessage("c", "m", Content.text(""));
    assertEquals(
        "content.text must be 1 to 8192 bytes of UTF-8",
        assertThrows(InvalidFieldException.class, empty::check).getMessage());
    CreateConversation three = create("direct", List.of("a", "b", "c"));
    assertEquals(
        "memberIds must have exactly 1 entries",
        assertThrows(InvalidFieldException.class, three::check).getMessage());
  }

  private static CreateConversation create(String type, List<String> memberIds) {
    return new CreateConversation(type, memberIds, null, null, null, null);
  }

  private static void refused(String field, Executable check) {
    assertEquals(field, assertThrows(InvalidFieldException.class, check).field());
  }
}
