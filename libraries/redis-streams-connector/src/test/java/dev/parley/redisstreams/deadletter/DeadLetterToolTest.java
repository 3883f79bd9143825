package dev.parley.redisstreams.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.RedisProcess;
import dev.parley.redisstreams.TestRedis;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeadLetterToolTest {

  private static TestRedis redis;

  private final String stream = TestRedis.uniqueStream();
  private final TestDeadLetters written = new TestDeadLetters(redis, stream, 4);

  private record Outcome(int code, String out, String err) {}

  @BeforeAll
  static void startRedis() {
    redis = new TestRedis();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Test
  void list_is_a_table_without_payloads() {
    written.add(1, 1_763_719_200_000L, "ann\u001b[2J", "secret");
    written.addRaw(3, 1_763_719_201_000L, Map.of("data", "secret"));
    Outcome list = run("list");
    assertEquals(
        """
        ID                 TIME                  KEY      GROUP    ATTEMPTS  CAUSE
        3/1763719201000-0  2025-11-21T10:00:01Z  -        -        -         -
        1/1763719200000-0  2025-11-21T10:00:00Z  ann [2J  billing  5         \
        java.lang.IllegalStateException: no such order
        %s has 2 dead letters.
        """
            .formatted(stream),
        list.out());
    assertEquals(new Outcome(0, list.out(), ""), list);
  }

  @Test
  void list_says_when_there_is_nothing() {
    assertEquals(new Outcome(0, stream + " has no dead letters.\n", ""), run("list"));
  }

  @Test
  void list_goes_on_where_it_ended() {
    for (int i = 1; i <= 230; i++) {
      written.add(i % 4, i, "k", "x");
    }
    assertTrue(run("list").out().endsWith("has 230 dead letters; go on with --after 3/131-0.\n"));
    List<String> second = lines(run("list", "--after", "3/131-0", "--limit", "120").out());
    assertEquals("2/130-0", word(second.get(1)));
    assertEquals("3/11-0", word(second.get(120)));
    assertTrue(second.get(121).endsWith("go on with --after 3/11-0."), second.get(121));
    List<String> last = lines(run("list", "--after", "3/11-0").out());
    assertEquals(12, last.size());
    assertEquals(stream + " has 230 dead letters.", last.get(11));
    assertEquals("1/1-0", word(lines(run("list", "--oldest-first").out()).get(1)));
    assertEquals(58, lines(run("list", "--partition", "1").out()).size() - 2);
  }

  @Test
  void show_has_all_fields_and_the_payload_as_text() {
    DeadLetterId id = written.add(2, 1_000, "ann", "{\"text\":\"é\"}\nsecond line");
    assertEquals(
        """
        id:        2/1000-0
        time:      2026-11-21T10:00:00Z
        key:       ann
        stream:    %s:{2}
        entry:     1700000000000-7
        group:     billing
        attempts:  5
        cause:     java.lang.IllegalStateException: no such order
        header tenant: blue
        payload:   25 bytes
        {"text":"é"}
        second line
        """
            .formatted(stream),
        run("show", id.toString()).out());
  }

  @Test
  void show_has_other_payloads_in_hexadecimal_and_cuts_long_ones() {
    DeadLetterId binary = written.add(0, 1, "k", TestDeadLetters.BINARY);
    assertTrue(
        run("show", binary.toString())
            .out()
            .endsWith("payload:   6 bytes, in hexadecimal\n00ff0ac32800\n"));
    DeadLetterId large = written.add(0, 2, "k", "x".repeat(20_000));
    assertTrue(
        run("show", large.toString())
            .out()
            .endsWith(
                "payload:   20000 bytes, of which the first 16384 are\n"
                    + "x".repeat(16_384)
                    + "\n"));
    DeadLetterId none = written.addRaw(0, 3, Map.of("cause", "of before"));
    assertTrue(run("show", none.toString()).out().endsWith("of before\nIt has no payload.\n"));
  }

  @Test
  void json_is_one_object_a_line() {
    DeadLetterId text = written.add(0, 1, "k", "té");
    DeadLetterId binary = written.add(0, 2, "k", TestDeadLetters.BINARY);
    List<String> list = lines(run("list", "--json").out());
    assertEquals(2, list.size());
    JsonObject first = new JsonObject(list.get(0));
    assertEquals(binary.toString(), first.getString("id"));
    assertEquals("billing", first.getString("group"));
    assertEquals(5, first.getInteger("attempts"));
    assertEquals(6, first.getInteger("bytes"));
    assertEquals("blue", first.getJsonObject("headers").getString("tenant"));
    assertFalse(first.containsKey("payload"));
    JsonObject shown = new JsonObject(run("show", text.toString(), "--json").out());
    assertEquals("té", shown.getString("payload"));
    assertEquals(false, shown.getBoolean("payloadCut"));
    shown = new JsonObject(run("show", binary.toString(), "--json").out());
    assertEquals("00ff0ac32800", shown.getString("payloadHex"));
    JsonObject replayed = new JsonObject(run("replay", text.toString(), "--json").out());
    assertTrue(replayed.getString("replayedAs").matches("\\d+-\\d+"));
    JsonObject all = new JsonObject(run("drop", "--all", "--yes", "--json").out());
    assertEquals(new JsonObject().put("dropped", 1).put("left", 0), all);
  }

  @Test
  void replay_and_drop_do_one() {
    DeadLetterId first = written.add(0, 1, "k", "x");
    DeadLetterId second = written.add(3, 2, "k", "y");
    Outcome replay = run("replay", first.toString());
    String newId = written.entries(written.stream(0)).get(0).get(0).toString();
    assertEquals(
        new Outcome(0, "0/1-0 was added to its stream again as " + newId + ".\n", ""), replay);
    assertEquals(
        new Outcome(0, "3/2-0 was dropped.\n", ""), run("drop", second.id(), "--partition", "3"));
    assertEquals(0, redis.length(written.deadLetters(0)) + redis.length(written.deadLetters(3)));
    assertEquals(0, redis.length(written.stream(3)));
    String sentence = "There is no dead letter 0/1-0.\n";
    for (String command : List.of("show", "replay", "drop")) {
      assertEquals(new Outcome(1, "", sentence), run(command, first.toString()));
    }
  }

  @Test
  void all_of_them_with_progress_and_what_was_left() {
    for (int i = 1; i <= 1_100; i++) {
      written.add(1, i, "k", "x");
    }
    written.addRaw(2, 1, Map.of("data", "x"));
    Outcome replay = run("replay", "--all", "--yes");
    assertEquals("1000 replayed so far\n", replay.err());
    assertEquals(0, replay.code());
    assertTrue(
        replay.out().startsWith("1100 replayed, 1 left where they are.\nThe first of these: Dead"),
        replay.out());
    assertEquals(
        new Outcome(0, "1 dropped, 0 left where they are.\n", ""), run("drop", "--all", "--yes"));
  }

  @Test
  void wrong_usage_is_2_and_touches_nothing() {
    written.add(0, 1, "k", "x");
    Outcome unsure = run("drop", "--all");
    assertEquals(2, unsure.code());
    assertEquals("To drop all of them, say --yes as well. Or ask --help.\n", unsure.err());
    assertEquals(1, redis.length(written.deadLetters(0)));
    assertEquals(2, run("frob").code());
  }

  @Test
  void help_names_every_command_and_option() {
    Outcome help = tool("--help");
    assertEquals(0, help.code());
    assertEquals("", help.err());
    Stream.of(
            "list",
            "show",
            "replay",
            "drop",
            "--stream",
            "--partitions",
            "--partition",
            "--limit",
            "--after",
            "--oldest-first",
            "--yes",
            "--json",
            "--redis",
            "--cluster",
            "REDIS_URL")
        .forEach(word -> assertTrue(help.out().contains(word), word));
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 100));
  }

  @Test
  void what_redis_answers_is_said_in_a_sentence() {
    redis.run(Command.SET, written.deadLetters(0), "not a stream");
    Outcome list = run("list", "--partition", "0");
    assertEquals(1, list.code());
    assertTrue(
        list.err().startsWith("Redis at 127.0.0.1:" + redis.port() + " answers: "), list.err());
    assertTrue(list.err().contains("WRONGTYPE"), list.err());
    assertEquals(1, lines(list.err()).size());
  }

  @Test
  void an_unreachable_redis_is_said_in_a_sentence_without_the_password() {
    int nobody = RedisProcess.freePort();
    for (String scheme : List.of("redis", "rediss")) {
      for (String kind : List.of("--json", "--cluster")) {
        Outcome list =
            tool(
                "list",
                "--stream",
                "s",
                kind,
                "--redis",
                scheme + "://u:pw123@127.0.0.1:" + nobody);
        assertEquals(1, list.code());
        assertTrue(list.err().startsWith("Redis at 127.0.0.1:" + nobody + " cannot be used: "));
        assertEquals(1, lines(list.err()).size(), list.err());
        assertFalse(list.err().contains("pw123"), list.err());
      }
    }
  }

  @Test
  void a_wrong_url_or_password_does_not_show_the_password() {
    Outcome url = tool("list", "--stream", "s", "--redis", "http://u:pw123@127.0.0.1");
    assertEquals(2, url.code());
    Outcome malformed = tool("list", "--stream", "s", "--redis", "redis://u:pw123 x@127.0.0.1");
    assertEquals(2, malformed.code());
    Outcome refused =
        tool("list", "--stream", "s", "--redis", "redis://u:pw123@127.0.0.1:" + redis.port());
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains("WRONGPASS"), refused.err());
    for (Outcome outcome : List.of(url, malformed, refused)) {
      assertFalse((outcome.out() + outcome.err()).contains("pw123"), outcome.err());
    }
  }

  @Test
  void it_runs_as_a_process_of_its_own() throws Exception {
    DeadLetterId id = written.add(0, 1, "k", Buffer.buffer("payload é"));
    File err = File.createTempFile("dead-letter-tool", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            DeadLetterTool.class.getName(),
            "show",
            id.toString(),
            "--stream",
            stream,
            "--partitions",
            "4");
    builder.environment().put("REDIS_URL", "redis://127.0.0.1:" + redis.port());
    Process process = builder.redirectError(err).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals("", java.nio.file.Files.readString(err.toPath()));
    assertEquals(0, process.exitValue());
    assertTrue(out.endsWith("payload:   10 bytes\npayload é\n"), out);
    assertTrue(err.delete());
  }

  private Outcome run(String... args) {
    List<String> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(List.of("--stream", stream, "--partitions", "4"));
    all.addAll(List.of("--redis", "redis://127.0.0.1:" + redis.port()));
    return tool(all.toArray(String[]::new));
  }

  private static Outcome tool(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        DeadLetterTool.run(
            args,
            Map.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }

  private static String word(String line) {
    return line.substring(0, line.indexOf(' '));
  }
}
