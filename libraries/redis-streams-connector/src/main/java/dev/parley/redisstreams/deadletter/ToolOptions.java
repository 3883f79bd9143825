package dev.parley.redisstreams.deadletter;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line of the {@link DeadLetterTool} says.
 *
 * @param id of the one dead letter; null with {@code --all} and for a list
 * @param partition a partition, or {@link DeadLetters#ALL}
 * @param limit 0 where none was given
 * @param after where a list goes on; null for its beginning
 */
record ToolOptions(
    Command command,
    DeadLetterId id,
    boolean all,
    boolean yes,
    boolean json,
    boolean oldestFirst,
    boolean cluster,
    String redis,
    String stream,
    int partitions,
    int partition,
    long limit,
    DeadLetterId after) {

  private static final int MAX_PARTITIONS = 4096;
  private static final String REDIS_DEFAULT = "redis://127.0.0.1:6379";

  enum Command {
    HELP,
    LIST,
    SHOW,
    REPLAY,
    DROP
  }

  static ToolOptions of(String[] args, Map<String, String> environment) throws UsageException {
    Parser parser = new Parser(environment.getOrDefault("REDIS_URL", REDIS_DEFAULT));
    parser.parse(new ArrayDeque<>(Arrays.asList(args)));
    return parser.help ? parser.options(Command.HELP) : parser.checked();
  }

  private static final class Parser {
    private String redis;
    private String command;
    private String id;
    private String after;
    private String stream;
    private boolean help;
    private boolean all;
    private boolean yes;
    private boolean json;
    private boolean oldestFirst;
    private boolean cluster;
    private int partitions;
    private int partition = DeadLetters.ALL;
    private long limit;
    private DeadLetterId named;
    private DeadLetterId cursor;

    Parser(String redis) {
      this.redis = redis;
    }

    void parse(Deque<String> words) throws UsageException {
      while (!words.isEmpty()) {
        String word = words.poll();
        if (!word.startsWith("-")) {
          operand(word);
        } else if (!flag(word)) {
          value(word, words.poll());
        }
      }
    }

    private void operand(String word) throws UsageException {
      if (command == null) {
        command = word;
      } else if (id == null) {
        id = word;
      } else {
        throw new UsageException("What is \"" + word + "\"? One command and one id at a time.");
      }
    }

    private boolean flag(String word) {
      switch (word) {
        case "--help", "-h" -> help = true;
        case "--all" -> all = true;
        case "--yes" -> yes = true;
        case "--json" -> json = true;
        case "--oldest-first" -> oldestFirst = true;
        case "--cluster" -> cluster = true;
        default -> {
          return false;
        }
      }
      return true;
    }

    private void value(String option, String value) throws UsageException {
      switch (option) {
        case "--redis" -> redis = given(option, value);
        case "--stream" -> stream = given(option, value);
        case "--partitions" -> partitions = (int) number(option, value, 0, MAX_PARTITIONS);
        case "--partition" -> partition = (int) number(option, value, 0, MAX_PARTITIONS - 1);
        case "--limit" -> limit = number(option, value, 1, Integer.MAX_VALUE);
        case "--after" -> after = given(option, value);
        default -> throw new UsageException("There is no option " + option + ".");
      }
    }

    private static String given(String option, String value) throws UsageException {
      if (value == null || value.isBlank()) {
        throw new UsageException("Option " + option + " needs a value.");
      }
      return value;
    }

    private static long number(String option, String value, int min, int max)
        throws UsageException {
      String text = given(option, value);
      long number = text.matches("\\d{1,10}") ? Long.parseLong(text) : -1;
      if (number < min || number > max) {
        throw new UsageException(
            "Option %s needs a number from %d to %d, not \"%s\"."
                .formatted(option, min, max, text));
      }
      return number;
    }

    ToolOptions checked() throws UsageException {
      Command known = known();
      if (stream == null) {
        throw new UsageException("Which stream? Say --stream NAME.");
      }
      if (partition >= Math.max(1, partitions)) {
        throw new UsageException(
            "There is no partition %d: say with --partitions how many there are."
                .formatted(partition));
      }
      named = id(id);
      cursor = id(after);
      checkTarget(known);
      return options(known);
    }

    private Command known() throws UsageException {
      if (command == null) {
        throw new UsageException("Say what to do: list, show, replay or drop.");
      }
      return switch (command) {
        case "list" -> Command.LIST;
        case "show" -> Command.SHOW;
        case "replay" -> Command.REPLAY;
        case "drop" -> Command.DROP;
        default ->
            throw new UsageException(
                "There is no command \"%s\": say list, show, replay or drop.".formatted(command));
      };
    }

    private DeadLetterId id(String text) throws UsageException {
      if (text == null) {
        return null;
      }
      int unstated = partitions == 0 ? 0 : Math.max(0, partition);
      Optional<DeadLetterId> parsed = DeadLetterId.parse(text, unstated);
      if (parsed.isEmpty()) {
        throw new UsageException("\"" + text + "\" is not an id as list prints them.");
      }
      if (partitions > 0 && partition == DeadLetters.ALL && text.indexOf('/') < 0) {
        throw new UsageException(
            "In which partition is %s? Say --partition N, or N/%s.".formatted(text, text));
      }
      if (parsed.get().partition() >= Math.max(1, partitions)) {
        throw new UsageException(
            "There is no partition %d: say with --partitions how many there are."
                .formatted(parsed.get().partition()));
      }
      return parsed.get();
    }

    private void checkTarget(Command known) throws UsageException {
      String verb = known.name().toLowerCase(Locale.ROOT);
      boolean many = known == Command.REPLAY || known == Command.DROP;
      if (known == Command.LIST && id != null) {
        throw new UsageException("list takes no id: use show.");
      }
      if (all && !many) {
        throw new UsageException("--all goes with replay and drop.");
      }
      if (many && all == (id != null)) {
        throw new UsageException("Say either which one to " + verb + ", or --all.");
      }
      if (known == Command.SHOW && id == null) {
        throw new UsageException("Say which one to show; list prints the ids.");
      }
      if (all && !yes) {
        throw new UsageException("To " + verb + " all of them, say --yes as well.");
      }
    }

    ToolOptions options(Command known) {
      return new ToolOptions(
          known,
          named,
          all,
          yes,
          json,
          oldestFirst,
          cluster,
          redis,
          stream,
          partitions,
          partition,
          limit,
          cursor);
    }
  }
}
