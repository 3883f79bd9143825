package dev.parley.messages.storage;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.message.MessageRepository;
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
 * The indexes that the promises rest on. They are created at start, again and again until MongoDB
 * answers; before that this service is not ready and takes no command.
 */
@ApplicationScoped
public class Schema {

  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  private final Supplier<Uni<Void>> create;
  private final CompletableFuture<Void> created = new CompletableFuture<>();
  private Cancellable creation;

  @Inject
  Schema(MessageRepository messages, MembershipRepository memberships) {
    this(() -> create(messages, memberships));
  }

  Schema(Supplier<Uni<Void>> create) {
    this.create = create;
  }

  void start(@Observes StartupEvent started) {
    creation =
        Uni.createFrom()
            .deferred(create::get)
            .onFailure()
            .invoke(failure -> Log.warnf("MongoDB has no indexes yet: %s", failure))
            .onFailure()
            .retry()
            .withBackOff(FIRST_BACKOFF, MAX_BACKOFF)
            .indefinitely()
            .subscribe()
            .with(done -> created.complete(null), created::completeExceptionally);
  }

  void stop(@Observes ShutdownEvent stopping) {
    creation.cancel();
  }

  private static Uni<Void> create(MessageRepository messages, MembershipRepository memberships) {
    return Uni.combine()
        .all()
        .unis(
            messages
                .mongoCollection()
                .createIndexes(List.of(unique("conversationId", "senderId", "clientMessageId"))),
            memberships
                .mongoCollection()
                .createIndexes(List.of(index("userId"), index("conversationId"))))
        .discardItems();
  }

  private static IndexModel index(String... fields) {
    return new IndexModel(Indexes.ascending(fields));
  }

  private static IndexModel unique(String... fields) {
    return new IndexModel(Indexes.ascending(fields), new IndexOptions().unique(true));
  }

  /** Completes when the indexes are there. */
  public Uni<Void> ready() {
    // A copy, because a subscriber that gives up would cancel the future for all.
    return isReady()
        ? Uni.createFrom().voidItem()
        : Uni.createFrom().completionStage(created::copy);
  }

  boolean isReady() {
    return created.isDone() && !created.isCompletedExceptionally();
  }
}
