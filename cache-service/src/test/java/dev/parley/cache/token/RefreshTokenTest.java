package dev.parley.cache.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.parley.cache.secret.Secrets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTest {

  private static final RefreshToken TOKEN = new RefreshToken("f1", Secrets.random());

  @Test
  void text_is_read_back() {
    assertEquals(Optional.of(TOKEN), RefreshToken.parse(TOKEN.text()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "f1", "f1.x", "f 1.", "f1.f2."})
  void other_texts_are_none(String text) {
    assertEquals(Optional.empty(), RefreshToken.parse(text));
    if (text.endsWith(".")) {
      String secret = Secrets.random();
      assertEquals(Optional.empty(), RefreshToken.parse(text + secret), text);
    }
  }

  @Test
  void successor_follows_from_token_and_key() {
    assertEquals(TOKEN.successor("k"), TOKEN.successor("k"));
    assertNotEquals(TOKEN.successor("k"), TOKEN.successor("l"));
    assertNotEquals(TOKEN.successor("k"), TOKEN.successor("k").successor("k"));
    assertEquals("f1", TOKEN.successor("k").family());
    assertEquals(
        Optional.of(TOKEN.successor("k")), RefreshToken.parse(TOKEN.successor("k").text()));
  }

  @Test
  void log_has_no_secret() {
    assertFalse(TOKEN.toString().contains(TOKEN.secret()));
  }
}
