package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanTest {

  private static final byte[] FRAME =
      "{\"id\":12,\"result\":{\"conversationId\":\"c1\",\"seq\":7}}"
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void fields_areFoundByTheirPattern() {
    assertEquals(12, number("\"id\":"));
    assertEquals(7, number("\"seq\":"));
    int at = Scan.after(FRAME, FRAME.length, Scan.pattern("\"conversationId\":\""));
    assertEquals("c1", Scan.text(FRAME, FRAME.length, at));
  }

  @Test
  void field_notThere_isMinusOne() {
    assertEquals(-1, Scan.after(FRAME, FRAME.length, Scan.pattern("\"error\":")));
    assertEquals(-1, number("\"error\":"));
    assertEquals(-1, number("\"result\":"));
  }

  @Test
  void field_behindTheEndOfTheFrame_isNotFound() {
    assertEquals(-1, Scan.after(FRAME, FRAME.length - 4, Scan.pattern("\"seq\":")));
    assertEquals(-1, Scan.after(FRAME, 3, Scan.pattern("\"conversationId\":\"")));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 10, 99, 100, 1_234_567_890_123L})
  void number_written_isItsDecimalDigits(long number) {
    byte[] out = new byte[20];
    int end = Scan.write(out, 2, number);
    assertEquals(Long.toString(number), new String(out, 2, end - 2, StandardCharsets.US_ASCII));
    assertEquals(number, Scan.number(out, end, 2));
  }

  private static long number(String pattern) {
    return Scan.number(FRAME, FRAME.length, Scan.after(FRAME, FRAME.length, Scan.pattern(pattern)));
  }
}
