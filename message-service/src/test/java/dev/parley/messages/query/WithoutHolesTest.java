package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.command.Content;
import dev.parley.messages.message.StoredMessage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithoutHolesTest {

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "a3, a3",
    "a1 a2 a3, a1 a2 a3",
    "a1 a3 a4, a3 a4",
    "a1 a3 a4 a6, a6",
    "a1 a2 b7 b8, a1 a2 b7 b8",
    "a1 a3 b7 b9 b10, a3 b9 b10",
    "a9 b1 c5 c7, a9 b1 c7"
  })
  void only_what_follows_the_last_hole_stays(String found, String left) {
    List<StoredMessage> whole =
        WithoutHoles.of(
            Arrays.stream(found.split(" ")).filter(one -> !one.isEmpty()).map(this::one).toList());

    assertEquals(
        left, String.join(" ", whole.stream().map(m -> m.conversationId() + m.seq()).toList()));
  }

  private StoredMessage one(String name) {
    long seq = Long.parseLong(name.substring(1));
    return Chats.message(name.substring(0, 1), "ann", seq, Content.text("x"));
  }
}
