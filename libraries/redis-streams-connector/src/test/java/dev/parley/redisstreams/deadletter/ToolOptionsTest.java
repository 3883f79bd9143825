package dev.parley.redisstreams.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolOptionsTest {

  @Test
  void redis_is_the_option_or_the_environment_or_this_machine() throws UsageException {
    String[] args = {"list", "--stream", "s"};
    Map<String, String> environment = Map.of("REDIS_URL", "redis://elsewhere");
    assertEquals("redis://127.0.0.1:6379", ToolOptions.of(args, Map.of()).redis());
    assertEquals("redis://elsewhere", ToolOptions.of(args, environment).redis());
    String[] named = {"list", "--stream", "s", "--redis", "redis://here"};
    assertEquals("redis://here", ToolOptions.of(named, environment).redis());
  }

  @Test
  void an_id_is_in_the_partition_that_it_or_the_option_names() throws UsageException {
    assertEquals(new DeadLetterId(0, "5-0"), parse("show 5-0 --stream s").id());
    assertEquals(new DeadLetterId(0, "5-0"), parse("show 0/5-0 --stream s").id());
    assertEquals(new DeadLetterId(3, "5-0"), parse("show 3/5-0 --stream s --partitions 4").id());
    assertEquals(
        new DeadLetterId(3, "5-0"), parse("show 5-0 --partition 3 --partitions 4 --stream s").id());
  }

  @Test
  void flags_may_stand_anywhere() throws UsageException {
    ToolOptions options =
        parse("--cluster replay --json --all --stream s --yes --limit 7 --oldest-first");
    assertEquals(ToolOptions.Command.REPLAY, options.command());
    assertTrue(options.all() && options.cluster() && options.json() && options.oldestFirst());
    assertEquals(7, options.limit());
    assertFalse(parse("list --stream s").oldestFirst());
    assertEquals(ToolOptions.Command.HELP, parse("-h").command());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|Say what to do",
        "frob --stream s|There is no command \"frob\"",
        "list|Which stream?",
        "list --stream|--stream needs a value",
        "list --stream s --frob|no option --frob",
        "list --stream s --limit 0|--limit needs a number from 1",
        "list --stream s --limit x|not \"x\"",
        "list --stream s --partitions 5000|from 0 to 4096",
        "list --stream s --partitions 4 --partition 4|no partition 4",
        "list 5-0 --stream s|use show",
        "list --all --stream s|goes with replay and drop",
        "list --stream s --after x|\"x\" is not an id",
        "show --stream s|which one to show",
        "show 5 --stream s|\"5\" is not an id",
        "show 1-0 2-0 --stream s|What is \"2-0\"?",
        "show 5-0 --stream s --partitions 4|In which partition is 5-0?",
        "show 4/5-0 --stream s --partitions 4|no partition 4",
        "show 1/5-0 --stream s|no partition 1",
        "replay --stream s|either which one to replay",
        "drop 5-0 --all --yes --stream s|either which one to drop",
        "drop --all --stream s|say --yes as well",
      })
  void what_is_wrong_is_said(String line, String expected) {
    String message = assertThrows(UsageException.class, () -> parse(line)).getMessage();
    assertTrue(message.contains(expected), message);
  }

  private static ToolOptions parse(String line) throws UsageException {
    return ToolOptions.of(line.isBlank() ? new String[0] : line.split(" "), Map.of());
  }
}
