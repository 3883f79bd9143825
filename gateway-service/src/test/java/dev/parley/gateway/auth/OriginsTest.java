package dev.parley.gateway.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

  private static final String HOST = "chat.example";

  private final Origins self = new Origins(List.of("self"));
  private final Origins listed = new Origins(List.of("https://app.example", "http://dev:3000"));

  @Test
  void allow_letsInWhatSendsNoOrigin() {
    assertTrue(self.allow(List.of(), HOST));
    assertTrue(listed.allow(List.of(), HOST));
    assertTrue(self.allow(List.of(), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://chat.example", "http://chat.example", "https://Chat.Example"})
  void self_isTheHostThatWasAsked(String origin) {
    assertTrue(self.allow(List.of(origin), HOST));
  }

  @Test
  void self_hasTheSamePort() {
    assertTrue(self.allow(List.of("http://localhost:8080"), "localhost:8080"));
    assertFalse(self.allow(List.of("http://localhost:3000"), "localhost:8080"));
    assertFalse(self.allow(List.of("http://localhost"), "localhost:8080"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "chat.example",
        "https://chat.example.evil.example",
        "https://evil-chat.example",
        "https://evil.example/chat.example",
        "https://evil.example#chat.example",
        "https://chat.example@evil.example",
        "https://chat.example:444",
        "https://chat.example/",
        "https://chat.example ",
        "https://sub.chat.example",
        "ftp://chat.example",
        "file://",
        "self",
        "*"
      })
  void self_isNothingThatLooksSimilar(String origin) {
    assertFalse(self.allow(List.of(origin), HOST));
  }

  @Test
  void self_isNobodyWithoutAHost() {
    assertFalse(self.allow(List.of("https://chat.example"), null));
    assertFalse(self.allow(List.of("https://"), ""), "an empty one");
    assertFalse(self.allow(List.of("https://null"), null));
  }

  @Test
  void list_isOfExactOrigins() {
    assertTrue(listed.allow(List.of("https://app.example"), HOST));
    assertTrue(listed.allow(List.of("http://dev:3000"), HOST));
    assertFalse(listed.allow(List.of("http://app.example"), HOST));
    assertFalse(listed.allow(List.of("https://app.example:8443"), HOST));
    assertFalse(listed.allow(List.of("https://app.example.evil"), HOST));
    assertFalse(listed.allow(List.of("https://chat.example"), HOST), "the list is without self");
    assertFalse(listed.allow(List.of("null"), HOST));
  }

  @Test
  void list_isReadWithoutRegardToCase() {
    assertTrue(
        new Origins(List.of(" HTTPS://App.Example ")).allow(List.of("https://app.example"), HOST));
  }

  @Test
  void any_isAny() {
    Origins any = new Origins(List.of("*"));

    assertTrue(any.allow(List.of("https://evil.example"), HOST));
    assertTrue(any.allow(List.of("null"), HOST));
  }

  @Test
  void allow_refusesMoreThanOneOrigin() {
    assertFalse(self.allow(List.of("https://chat.example", "https://evil.example"), HOST));
    assertFalse(self.allow(List.of("https://chat.example", "https://chat.example"), HOST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example",
        "https://app.example/",
        "https://*.example",
        "https://a b",
        "null",
        "ws://a",
        ""
      })
  void origins_thatAreNoneStopTheStart(String origin) {
    String said =
        assertThrows(ConfigurationException.class, () -> new Origins(List.of(origin))).getMessage();
    assertTrue(said.startsWith("parley.origins ") && said.endsWith("."), said);
  }
}
