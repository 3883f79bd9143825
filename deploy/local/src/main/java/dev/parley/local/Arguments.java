package dev.parley.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line of {@code --flag}, {@code --name VALUE} or {@code --name=VALUE}, and the rest. */
public final class Arguments {

  private final String program;
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> flags = new HashSet<>();
  private final List<String> rest = new ArrayList<>();

  /**
   * Takes the command line apart.
   *
   * @param program what {@code --help} is to be asked of
   * @param flagNames options without a value
   * @param valueNames options with one
   * @throws UsageException for any other option, and one without its value
   */
  public Arguments(
      String program, List<String> arguments, Set<String> flagNames, Set<String> valueNames) {
    this.program = program;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (!argument.startsWith("--")) {
        rest.add(argument);
      } else if (flagNames.contains(argument)) {
        flags.add(argument);
      } else if (!valueNames.contains(name)) {
        throw usage("There is no option " + name);
      } else if (equals >= 0) {
        values.put(name, argument.substring(equals + 1));
      } else if (i + 1 < arguments.size()) {
        values.put(name, arguments.get(++i));
      } else {
        throw usage(name + " takes a value");
      }
    }
  }

  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /** The value of that option; null when it is not given. */
  public String value(String name) {
    return values.get(name);
  }

  /** The value of that option as a whole number from {@code min} to {@code max}. */
  public long number(String name, long otherwise, long min, long max) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("-?[0-9]{1,12}")
        || Long.parseLong(value) < min
        || Long.parseLong(value) > max) {
      throw usage(name + " takes a number from " + min + " to " + max + ", not \"" + value + "\"");
    }
    return Long.parseLong(value);
  }

  /** What is no option, in its order; exactly {@code count} of it. */
  public List<String> rest(int count, String what) {
    if (rest.size() > count) {
      throw usage("\"" + rest.get(count) + "\" is one argument too many");
    }
    if (rest.size() < count) {
      throw usage(what + " is missing");
    }
    return rest;
  }

  public UsageException usage(String problem) {
    return new UsageException(problem + "; " + program + " --help lists what there is.");
  }
}
