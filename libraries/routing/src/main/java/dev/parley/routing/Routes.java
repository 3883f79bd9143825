package dev.parley.routing;

import java.util.List;
import java.util.Map;

/** What a look into the {@link RouteTable} has found: users to nodes. Immutable. */
public final class Routes {

  private final Map<String, List<String>> nodes;

  Routes(Map<String, List<String>> nodes) {
    this.nodes = nodes;
  }

  /** The nodes that hold sessions of the user; empty when none does. */
  public List<String> nodesOf(String user) {
    return nodes.getOrDefault(user, List.of());
  }
}
