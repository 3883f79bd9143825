package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class MailTextTest {

  @Test
  void says_how_many_and_where() {
    MailText.Parts parts = render("Plans", 2, false);
    assertEquals("3 unread messages in Plans", parts.subject());
    assertTrue(parts.body().startsWith("ann has written in Plans while"), parts.body());
    assertFalse(parts.body().contains("text 5"), "what was written is nobody else's business");
  }

  @Test
  void says_who_where_there_is_no_title() {
    MailText.Parts parts = render(null, 4, false);
    assertEquals("1 unread message from ann", parts.subject());
    assertTrue(parts.body().startsWith("ann has written while"), parts.body());
  }

  @Test
  void says_what_was_written_where_that_is_wanted() {
    assertTrue(render("Plans", 4, true).body().contains("\ntext 5\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Plans\r\nBcc: eve@example.com",
        "Plans\nBcc: eve@example.com",
        "Plans\rBcc: eve@example.com",
        "Plans\u2028\u0085\u0000Bcc: eve@example.com"
      })
  void title_ends_no_header(String title) {
    MailText.Parts parts = render(title, 4, false);
    assertEquals("1 unread message in Plans Bcc: eve@example.com", parts.subject());
    assertTrue(parts.body().lines().noneMatch(line -> line.startsWith("Bcc")), parts.body());
  }

  @Test
  void title_is_no_template() {
    assertEquals("1 unread message in {unread} <b>", render("{unread} <b>", 4, false).subject());
  }

  @Test
  void long_title_is_cut_between_characters() {
    String subject = render("x".repeat(99) + "😀😀", 4, false).subject();
    assertEquals("1 unread message in " + "x".repeat(99) + "…", subject);
  }

  private static MailText.Parts render(String title, long readSeq, boolean withText) {
    Notification notification =
        new Notification(
            "bob",
            Talks.conversation("c1", title, "ann"),
            readSeq,
            5,
            Talks.message("c1", "ann", 5));
    return MailText.parts(Talks.await(MailText.of(notification, withText).createUni()));
  }
}
