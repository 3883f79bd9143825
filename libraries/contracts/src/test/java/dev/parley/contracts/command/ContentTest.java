package dev.parley.contracts.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.parley.contracts.Refusals;
import dev.parley.contracts.command.Content.Attachment;
import dev.parley.contracts.command.Content.Location;
import dev.parley.contracts.command.Content.SystemNote;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {

  private static final Attachment CAT = new Attachment("https://a.example/cat", null, null, null);
  private static final Location HERE = new Location(48.1, 11.6, null);
  private static final String LONGEST_TEXT = "x".repeat(8192);

  @Test
  void text_has_a_length() {
    Content.text("x").check("content");
    Content.text(LONGEST_TEXT).check("content");
    for (String text : new String[] {null, "", LONGEST_TEXT + "x"}) {
      refused("content.text must be 1 to 8192 bytes of UTF-8", Content.text(text));
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "video", "TEXT", "system"})
  void type_is_one_that_clients_may_send(String type) {
    refused(
        "content.type must be \"text\" or \"image\" or \"file\" or \"audio\" or \"location\"",
        new Content(type, "hi", null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "file", "audio"})
  void attachment_comes_with_a_caption_or_without(String type) {
    for (String caption : new String[] {null, "", "hi", LONGEST_TEXT}) {
      new Content(type, caption, CAT, null, null).check("content");
    }
    refused(
        "content.text must be at most 8192 bytes of UTF-8",
        new Content(type, LONGEST_TEXT + "x", CAT, null, null));
    refused("content.attachment is missing", new Content(type, "hi", null, null, null));
    refused(
        "content.location must be absent with type " + type,
        new Content(type, "hi", CAT, HERE, null));
  }

  @Test
  void attachment_at_every_limit_passes() {
    String url = "http://a/" + "x".repeat(2048 - 9);
    attach(new Attachment(url, "x".repeat(256), "x".repeat(128), Long.MAX_VALUE)).check("content");
    attach(new Attachment(url, "", "", 0L)).check("content");
  }

  @Test
  void attachment_beyond_a_limit_is_refused() {
    String url = "http://a";
    String sentence =
        "content.attachment.url must be an http or https URL of at most 2048 characters";
    refused(sentence, attach(new Attachment(null, null, null, null)));
    refused(sentence, attach(new Attachment("cat.png", null, null, null)));
    refused(
        "content.attachment.name must be at most 256 bytes of UTF-8",
        attach(new Attachment(url, "x".repeat(257), null, null)));
    refused(
        "content.attachment.mimeType must be at most 128 bytes of UTF-8",
        attach(new Attachment(url, null, "x".repeat(129), null)));
    refused(
        "content.attachment.size must not be negative",
        attach(new Attachment(url, null, null, -1L)));
  }

  @Test
  void location_at_every_limit_passes() {
    at(new Location(90.0, 180.0, "x".repeat(256))).check("content");
    at(new Location(-90.0, -180.0, "")).check("content");
    new Content("location", "here", null, HERE, null).check("content");
  }

  @Test
  void location_beyond_a_limit_is_refused() {
    refused("content.location is missing", at(null));
    for (Double latitude : new Double[] {null, 90.001, -90.001, Double.NaN, 1 / 0.0}) {
      refused("content.location.latitude must be -90 to 90", at(new Location(latitude, 0.0, null)));
    }
    for (Double longitude : new Double[] {null, 180.001, -180.001, Double.NaN, -1 / 0.0}) {
      refused(
          "content.location.longitude must be -180 to 180", at(new Location(0.0, longitude, null)));
    }
    refused(
        "content.location.name must be at most 256 bytes of UTF-8",
        at(new Location(0.0, 0.0, "x".repeat(257))));
    refused(
        "content.text must be at most 8192 bytes of UTF-8",
        new Content("location", LONGEST_TEXT + "x", null, HERE, null));
  }

  @Test
  void what_belongs_to_another_type_is_refused() {
    refused(
        "content.attachment must be absent with type text",
        new Content("text", "hi", CAT, null, null));
    refused(
        "content.location must be absent with type text",
        new Content("text", "hi", null, HERE, null));
    refused(
        "content.attachment must be absent with type location",
        new Content("location", null, CAT, HERE, null));
    refused(
        "content.system must be absent with type text",
        new Content("text", "hi", null, null, new SystemNote("updated", null)));
  }

  @Test
  void server_makes_what_clients_may_not_send() {
    Content content = Content.system("members_added", List.of("bob"));
    assertEquals("system", content.type());
    assertEquals(new SystemNote("members_added", List.of("bob")), content.system());
    assertNull(content.text());
    refused(
        "content.type must be \"text\" or \"image\" or \"file\" or \"audio\" or \"location\"",
        content);
  }

  private static Content attach(Attachment attachment) {
    return new Content("image", null, attachment, null, null);
  }

  private static Content at(Location location) {
    return new Content("location", null, null, location, null);
  }

  private static void refused(String sentence, Content content) {
    Refusals.refused(sentence, () -> content.check("content"));
  }
}
