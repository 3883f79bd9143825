package dev.parley.gateway.uplink;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.command.InvalidFieldException;
import java.nio.charset.StandardCharsets;

/** Methods as ann calls them; params with single quotes for double ones. */
final class Calls {

  private Calls() {}

  static Command call(String method, String params) {
    return Methods.find(method)
        .command("ann", params.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static String refusal(String method, String params) {
    return assertThrows(InvalidFieldException.class, () -> call(method, params), params)
        .getMessage();
  }
}
