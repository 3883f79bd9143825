package dev.parley.messages.storage;

import dev.parley.messages.message.TextIndex;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The indexes. They are created at start, again and again until MongoDB answers. Before those are
 * there that the promises rest on, this service is not ready and takes no command; the text index,
 * which may take its time, follows behind.
 */
@ApplicationScoped
public class Schema {

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  private final Supplier<Uni<Void>> create;
  private final Supplier<Uni<Void>> behind;
  private final CompletableFuture<Void> created = new CompletableFuture<>();
  private Cancellable creation;

  @Inject
  Schema(@All List<Indexed> collections, TextIndex text) {
    this(() -> create(collections), text::prepare);
  }

  /**
   * A schema that is not there yet.
   *
   * @param create what it takes to be ready
   * @param behind what comes after that
   */
  Schema(Supplier<Uni<Void>> create, Supplier<Uni<Void>> behind) {
    this.create = create;
    this.behind = behind;
  }

  void start(@Observes StartupEvent started) {
    creation =
        untilDone(create)
            .invoke(() -> created.complete(null))
            .chain(() -> untilDone(behind))
            .subscribe()
            .with(done -> {}, created::completeExceptionally);
  }

  private static Uni<Void> untilDone(Supplier<Uni<Void>> creation) {
    return Uni.createFrom()
        .deferred(creation::get)
        .onFailure()
        .invoke(failure -> Log.warnf("MongoDB has not all indexes yet: %s", failure))
        .onFailure()
        .retry()
        .withBackOff(FIRST_BACKOFF, MAX_BACKOFF)
        .indefinitely();
  }

  void stop(@Observes ShutdownEvent stopping) {
    creation.cancel();
  }

  private static Uni<Void> create(List<Indexed> collections) {
    return Uni.join()
        .all(collections.stream().map(Indexed::createIndexes).toList())
        .andCollectFailures()
        .replaceWithVoid();
  }

  /** Completes when the indexes are there. */
  public Uni<Void> ready() {
    // A copy, because a subscriber that gives up would cancel the future for all.
    return isReady()
        ? Uni.createFrom().voidItem()
        : Uni.createFrom().completionStage(created::copy);
  }

  /** Whether the indexes are there that the promises rest on. */
  public boolean isReady() {
    return created.isDone() && !created.isCompletedExceptionally();
  }
}
