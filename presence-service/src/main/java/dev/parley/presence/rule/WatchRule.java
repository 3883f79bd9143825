package dev.parley.presence.rule;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Set;

/** Who may watch whom. Safe from any thread. */
public interface WatchRule {

  /**
   * Those of the users whom the viewer may not watch; never the viewer itself. Fails with a {@code
   * RefusedException} ({@code unavailable}) when that cannot be known now.
   *
   * @param users a thousand at most
   */
  Uni<Set<String>> refused(String viewer, Collection<String> users);
}
