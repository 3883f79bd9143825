package dev.parley.routing;

import java.util.List;
import java.util.Map;

/** What a look into the {@link RouteTable} has found: subjects to nodes. Immutable. */
public final class Routes {

  private final Map<String, List<String>> nodes;

  Routes(Map<String, List<String>> nodes) {
    this.nodes = nodes;
  }

  /** The nodes that a user's or conversation's subject leads to; empty for none. */
  public List<String> nodesOf(String subject) {
    return nodes.getOrDefault(subject, List.of());
  }
}
