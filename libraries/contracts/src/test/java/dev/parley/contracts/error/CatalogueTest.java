package dev.parley.contracts.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  @Test
  void errors_are_frozen() {
    List<String> expected =
        List.of(
            "parse_error -32700 false",
            "invalid_request -32600 false",
            "method_not_found -32601 false",
            "invalid_params -32602 false",
            "internal -32603 true",
            "too_large -32001 false",
            "timeout -32002 true",
            "unavailable -32003 true",
            "rate_limited -32004 true",
            "not_a_member -32010 false",
            "not_found -32011 false",
            "forbidden -32012 false",
            "limit_exceeded -32013 false");
    assertEquals(
        expected,
        Arrays.stream(ErrorCode.values())
            .map(e -> e.code() + " " + e.number() + " " + e.retryable())
            .toList());
  }

  @Test
  void errors_have_their_own_code_and_number() {
    long all = ErrorCode.values().length;
    assertEquals(all, Arrays.stream(ErrorCode.values()).map(ErrorCode::code).distinct().count());
    assertEquals(all, Arrays.stream(ErrorCode.values()).map(ErrorCode::number).distinct().count());
  }

  @Test
  void errors_are_found_by_code_and_unknown_ones_are_faults() {
    for (ErrorCode error : ErrorCode.values()) {
      assertEquals(error, ErrorCode.of(error.code()));
    }
    assertEquals(ErrorCode.INTERNAL, ErrorCode.of("from_the_future"));
  }

  @Test
  void close_codes_are_frozen() {
    assertEquals(
        List.of(
            "1001 going_away true",
            "1011 internal true",
            "4001 token_expired true",
            "4002 slow_consumer true",
            "4003 session_revoked false",
            "4004 rate_limited true",
            "4005 too_many_connections false"),
        Arrays.stream(CloseCode.values())
            .map(c -> c.number() + " " + c.reason() + " " + c.reconnect())
            .toList());
  }

  @Test
  void readme_lists_both_catalogues() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.matches("\\| (`\\w+`|\\d+) \\| .*"))
            .filter(line -> line.matches(".*(-\\d{5}|^\\| \\d{4}).*"))
            .map(line -> line.replaceAll("(yes)[^|]*", "yes "))
            .toList();
    List<String> expected = new ArrayList<>();
    for (CloseCode code : CloseCode.values()) {
      expected.add(
          "| %d | `%s` | %s |"
              .formatted(code.number(), code.reason(), code.reconnect() ? "yes" : "no"));
    }
    for (ErrorCode code : ErrorCode.values()) {
      expected.add(
          "| `%s` | %d | %s |"
              .formatted(code.code(), code.number(), code.retryable() ? "yes" : "no"));
    }
    assertEquals(expected, rows);
  }
}
