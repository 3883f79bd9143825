package dev.parley.service.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.command.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  @Test
  void nothing_isNull() {
    assertNull(Texts.number("n", null));
    assertNull(Texts.smallNumber("n", null));
    assertNull(Texts.flag("n", null));
  }

  @Test
  void text_isWhatItMeans() {
    assertEquals(1L << 40, Texts.number("n", "1099511627776"));
    assertEquals(-7, Texts.smallNumber("n", "-7"));
    assertEquals(true, Texts.flag("n", "true"));
    assertEquals(false, Texts.flag("n", "false"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1.5", "9223372036854775808", " 1"})
  void whatIsNoNumber_namesItsField(String text) {
    assertEquals("n", refused(() -> Texts.number("n", text)));
    assertEquals("n", refused(() -> Texts.smallNumber("n", text)));
  }

  @Test
  void smallNumber_hasLessRoom() {
    assertEquals("n", refused(() -> Texts.smallNumber("n", "2147483648")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "TRUE", "1", "yes"})
  void whatIsNoFlag_namesItsField(String text) {
    assertEquals("n", refused(() -> Texts.flag("n", text)));
  }

  @Test
  void idempotencyKey_isThatOfTheHeaderOrOfTheBody() {
    assertNull(Texts.idempotencyKey(null, "id", null));
    assertEquals("b", Texts.idempotencyKey(null, "id", "b"));
    assertEquals("h", Texts.idempotencyKey("h", "id", null));
    assertEquals("h", Texts.idempotencyKey("\"h\"", "id", "h"));
    assertEquals("\"", Texts.idempotencyKey("\"", "id", null));
    assertEquals("id", refused(() -> Texts.idempotencyKey("h", "id", "b")));
  }

  private static String refused(Runnable reading) {
    return assertThrows(InvalidFieldException.class, reading::run).field();
  }
}
