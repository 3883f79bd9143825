package dev.parley.messages.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ContactRepositoryTest {

  @Inject ContactRepository contacts;

  private final String ann = Talks.user("ann");

  @Test
  void keeps_the_last_address_until_it_is_removed() {
    assertNull(Talks.await(contacts.find(ann)));

    Talks.await(contacts.put(new Contact(ann, "ann@example.com")));
    Talks.await(contacts.put(new Contact(ann, "ann.lee+chat@sub.example.com")));
    assertEquals("ann.lee+chat@sub.example.com", Talks.await(contacts.find(ann)).email());
    assertNull(Talks.await(contacts.find(Talks.user("bob"))));

    assertTrue(Talks.await(contacts.remove(ann)));
    assertFalse(Talks.await(contacts.remove(ann)));
    assertNull(Talks.await(contacts.find(ann)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "ann@",
        "@example.com",
        "ann@example.com,eve@example.com",
        "ann@example.com\r\nBcc: eve@example.com",
        "ann@example.com\n",
        "Ann <ann@example.com>",
        "ann @example.com",
        "ann@@example.com",
        "ann@example..com",
        "änn@example.com"
      })
  void what_is_no_single_address_is_refused_and_not_repeated(String email) {
    InvalidFieldException refusal =
        assertThrows(InvalidFieldException.class, () -> new Contact(ann, email));
    assertEquals("email must be an e-mail address", refusal.getMessage());
  }

  @Test
  void address_has_a_limit_and_is_in_no_log() {
    String longest = "a".repeat(60) + "@" + ("b".repeat(61) + ".").repeat(3) + "example";
    assertEquals(254, longest.length());
    assertFalse(new Contact(ann, longest).toString().contains("@"));
    assertThrows(InvalidFieldException.class, () -> new Contact(ann, longest + "x"));
    assertThrows(InvalidFieldException.class, () -> new Contact("no user!", "ann@example.com"));
  }
}
