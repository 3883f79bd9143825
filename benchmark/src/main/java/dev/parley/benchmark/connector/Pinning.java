package dev.parley.benchmark.connector;

import java.util.ArrayList;
import java.util.List;

/**
 * Which cores the two sides are kept on, by {@code taskset} (util-linux).
 *
 * @param cores of the client, from the first; 0 pins nothing
 * @param machine how many cores there are
 */
record Pinning(int cores, int machine) {

  /** The command line, limited to the client's cores. */
  List<String> client(List<String> command) {
    return cores == 0 ? command : on(cores == 1 ? "0" : "0-" + (cores - 1), command);
  }

  /** The command line, limited to the core after the client's; to none when there is none. */
  List<String> redis(List<String> command) {
    return cores == 0 || cores >= machine ? command : on(Integer.toString(cores), command);
  }

  private static List<String> on(String list, List<String> command) {
    List<String> limited = new ArrayList<>(List.of("taskset", "-c", list));
    limited.addAll(command);
    return limited;
  }
}
