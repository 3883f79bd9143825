package dev.parley.cache.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifetimeTest {

  @ParameterizedTest
  @CsvSource({"short, 300", "medium, 1800", "long, 3600", "day, 86400", "permanent, 0"})
  void tiers(String tier, long seconds) {
    assertEquals(seconds * 1000, Lifetime.of(null, tier).millis());
  }

  @Test
  void seconds_or_half_an_hour() {
    assertEquals(1000, Lifetime.of(1L, null).millis());
    assertEquals(Lifetime.of(null, "medium"), Lifetime.of(null, null));
    assertFalse(Lifetime.of(1L, null).isPermanent());
    assertTrue(Lifetime.of(null, "permanent").isPermanent());
  }

  @ParameterizedTest
  @CsvSource({"0,, ttl", "31536001,, ttl", "-1,, ttl", "5, short, tier", ", forever, tier"})
  void what_is_wrong_is_named(Long ttl, String tier, String field) {
    assertEquals(
        field, assertThrows(InvalidFieldException.class, () -> Lifetime.of(ttl, tier)).field());
  }
}
