package dev.parley.redisstreams.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PayloadTextTest {

  @Test
  void printable_text_is_shown_as_it_is() {
    assertEquals(
        Optional.of("{\"a\":\t\"é 漢 😀\"}\r\n"),
        PayloadText.text(Buffer.buffer("{\"a\":\t\"é 漢 😀\"}\r\n"), false));
    assertEquals(Optional.of(""), PayloadText.text(Buffer.buffer(), false));
  }

  @Test
  void what_a_terminal_would_obey_is_no_text() {
    assertEquals(Optional.empty(), PayloadText.text(Buffer.buffer("\u001b[2J"), false));
    assertEquals(Optional.empty(), PayloadText.text(Buffer.buffer("a\u202eb"), false));
    assertEquals(Optional.empty(), PayloadText.text(Buffer.buffer("a\u0000"), false));
  }

  @Test
  void a_character_that_the_cut_has_halved_is_left_out() {
    Buffer halved = Buffer.buffer("aé").slice(0, 2);
    assertEquals(Optional.of("a"), PayloadText.text(halved, true));
    assertEquals(Optional.empty(), PayloadText.text(halved, false));
    assertEquals(Optional.empty(), PayloadText.text(TestDeadLetters.BINARY, true));
  }

  @Test
  void bytes_are_hexadecimal_in_lines() {
    Buffer bytes = Buffer.buffer(new byte[64]).appendByte((byte) 0xff);
    assertEquals("00ff0ac32800", PayloadText.hexLines(TestDeadLetters.BINARY));
    assertEquals("00".repeat(32) + "\n" + "00".repeat(32) + "\nff", PayloadText.hexLines(bytes));
  }

  @Test
  void a_line_is_one_line_of_bounded_length() {
    assertEquals("a b [31m", PayloadText.line("a\nb\u001b[31m", 10));
    assertEquals("12345", PayloadText.line("12345", 5));
    assertEquals("1234…", PayloadText.line("123456", 5));
    assertEquals("😀…", PayloadText.line("😀😀😀", 2));
  }
}
