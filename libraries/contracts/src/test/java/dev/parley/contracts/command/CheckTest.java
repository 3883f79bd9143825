package dev.parley.contracts.command;

import static dev.parley.contracts.Refusals.LONGEST_ID;
import static dev.parley.contracts.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks that the records share. */
class CheckTest {

  @Test
  void ids_are_letters_digits_and_two_others() {
    for (String id : List.of("a", "azAZ09_-", LONGEST_ID)) {
      assertTrue(Check.isId(id), id);
      Check.id("field", id);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a b", "a:b", "a.b", "ä", "a/b", "{a}", "a\n", "a\u0000"})
  void ids_are_nothing_else(String id) {
    assertFalse(Check.isId(id));
    refused("field must be 1 to 128 letters, digits, '_' or '-'", () -> Check.id("field", id));
  }

  @Test
  void ids_have_a_length() {
    assertFalse(Check.isId(LONGEST_ID + "x"));
    assertFalse(Check.isUserId(LONGEST_ID + "x"));
  }

  @Test
  void user_ids_are_what_tokens_have_as_subject() {
    for (String user : List.of("ann", "a.b@example.org", "auth0|12", "x:y+z-_", LONGEST_ID)) {
      assertTrue(Check.isUserId(user), user);
    }
    for (String user : Arrays.asList(null, "", "a b", "ä", "a\"b", "a,b")) {
      assertFalse(Check.isUserId(user), user);
      refused(
          "field must be 1 to 128 letters, digits, or any of _ - . @ + : |",
          () -> Check.userId("field", user));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "日", "😀"})
  void texts_are_measured_in_bytes_of_utf8(String letter) {
    int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
    assertEquals(bytes, Check.utf8Length(letter));
    String full = letter.repeat(12 / bytes);
    Check.text("field", full, 12);
    Check.optionalText("field", full, 12);
    refused("field must be 1 to 12 bytes of UTF-8", () -> Check.text("field", full + "x", 12));
    refused(
        "field must be at most 12 bytes of UTF-8",
        () -> Check.optionalText("field", full + "x", 12));
  }

  @Test
  void texts_are_there_unless_optional() {
    refused("field must be 1 to 9 bytes of UTF-8", () -> Check.text("field", null, 9));
    refused("field must be 1 to 9 bytes of UTF-8", () -> Check.text("field", "", 9));
    Check.optionalText("field", null, 9);
    Check.optionalText("field", "", 9);
  }

  @Test
  void halves_of_surrogate_pairs_are_no_unicode() {
    for (String text : List.of("", "a", "é", "😀", "a😀b😀")) {
      assertTrue(Check.isUnicode(text), text);
    }
    for (String text :
        List.of("\ud83d", "\ude00", "a\ud83d", "\ud83da", "\ude00\ud83d", "😀\ud83d")) {
      assertFalse(Check.isUnicode(text), text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a",
        "HTTPS://example.org",
        "https://user@example.org:8443/a/b?c=d&e=%20#f",
        "http://127.0.0.1/x",
        "http://[::1]/x"
      })
  void urls_are_absolute_and_of_the_web(String url) {
    Check.url("field", url);
    Check.optionalUrl("field", url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "//example.org/a",
        "/a",
        "ftp://example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http:",
        "http:///a",
        "http://a b",
        "http://a/\n",
        "https://a/<x>"
      })
  void urls_are_nothing_else(String url) {
    String sentence = "field must be an http or https URL of at most 2048 characters";
    refused(sentence, () -> Check.url("field", url));
    refused(sentence, () -> Check.optionalUrl("field", url));
  }

  @Test
  void urls_have_a_length_and_are_there_unless_optional() {
    String longest = "http://a/" + "x".repeat(2048 - 9);
    String sentence = "field must be an http or https URL of at most 2048 characters";
    Check.url("field", longest);
    refused(sentence, () -> Check.url("field", longest + "x"));
    refused(sentence, () -> Check.url("field", null));
    refused(sentence, () -> Check.url("field", ""));
    Check.optionalUrl("field", null);
    Check.optionalUrl("field", "");
  }

  @Test
  void lists_name_the_entry_that_is_wrong() {
    Check.userIds("field", List.of("ann", "bob"), 1, 2);
    refused("field is missing", () -> Check.userIds("field", null, 0, 2));
    refused("field must have 1 to 2 entries", () -> Check.userIds("field", List.of(), 1, 2));
    refused(
        "field must have exactly 1 entries", () -> Check.userIds("field", List.of("a", "b"), 1, 1));
    refused(
        "field[1] must be 1 to 128 letters, digits, or any of _ - . @ + : |",
        () -> Check.userIds("field", Arrays.asList("ann", null), 1, 2));
  }
}
