package dev.parley.presence.signal;

import dev.parley.presence.state.Presence;
import dev.parley.presence.store.Change;
import dev.parley.presence.store.PresenceStore;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The real store, with somebody else writing in between and answers that get lost. */
final class DisturbedStore implements PresenceStore {

  private final PresenceStore real;
  private Supplier<Uni<Void>> beforeWrite = () -> Uni.createFrom().voidItem();
  private boolean losing;
  int writes;
  int lookUps;

  DisturbedStore(PresenceStore real) {
    this.real = real;
  }

  /** What is done once, before the next write. */
  void beforeNextWrite(Supplier<Uni<Void>> disturbance) {
    beforeWrite = disturbance;
  }

  /** The next write is done, and nobody learns of it. */
  void loseNextAnswer() {
    losing = true;
  }

  @Override
  public Uni<Map<String, Presence>> find(Collection<String> users) {
    lookUps++;
    return real.find(users);
  }

  @Override
  public Uni<Online> online() {
    return real.online();
  }

  @Override
  public Uni<Set<String>> write(Collection<Change> changes) {
    writes++;
    Supplier<Uni<Void>> disturbance = beforeWrite;
    beforeWrite = () -> Uni.createFrom().voidItem();
    boolean lost = losing;
    losing = false;
    return disturbance
        .get()
        .chain(() -> real.write(changes))
        .invoke(
            () -> {
              if (lost) {
                throw new IllegalStateException("the answer was lost");
              }
            });
  }
}
