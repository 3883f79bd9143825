package dev.parley.cache.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @Test
  void secrets_are_all_different_and_of_the_form() {
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String secret = Secrets.random();
      assertTrue(Secrets.isSecret(secret), secret);
      assertTrue(secrets.add(secret), secret);
    }
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "x",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
      })
  void other_texts_are_none(String text) {
    assertFalse(Secrets.isSecret(text));
  }

  @Test
  void digits_are_as_many_as_wanted_and_each_comes() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      String code = Secrets.digits(6);
      assertTrue(code.matches("[0-9]{6}"), code);
      all.append(code);
    }
    assertEquals(10, all.chars().distinct().count());
  }

  /** The vector of FIPS 180-2, appendix B.1. */
  @Test
  void hash_is_sha_256_in_hexadecimal() {
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Secrets.hash("abc"));
  }

  /** The vector of RFC 4231, section 4.3, in base64url. */
  @Test
  void mac_is_hmac_sha_256_in_the_form_of_a_secret() {
    String mac = Secrets.mac("Jefe", "what do ya want for nothing?");

    assertEquals("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM", mac);
    assertTrue(Secrets.isSecret(mac));
    assertNotEquals(mac, Secrets.mac("jefe", "what do ya want for nothing?"));
  }
}
