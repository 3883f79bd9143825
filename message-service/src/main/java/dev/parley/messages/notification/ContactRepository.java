package dev.parley.messages.notification;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.ReplaceOptions;
import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The stored contacts. Every call fails when MongoDB does not answer. Thread-safe. */
@ApplicationScoped
public class ContactRepository implements ReactivePanacheMongoRepositoryBase<Contact, String> {

  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  /** Where the user can be reached; null when nothing is known. */
  public Uni<Contact> find(String userId) {
    return StorageSpan.of(
        "find",
        mongoCollection(),
        1,
        () -> mongoCollection().find(eq("_id", userId)).collect().first());
  }

  /** Stores where the user can be reached, instead of what was known. */
  public Uni<Void> put(Contact contact) {
    return StorageSpan.of(
            "update",
            mongoCollection(),
            1,
            () -> mongoCollection().replaceOne(eq("_id", contact.userId()), contact, UPSERT))
        .replaceWithVoid();
  }

  /** Forgets where the user can be reached; completes with whether anything was known. */
  public Uni<Boolean> remove(String userId) {
    return StorageSpan.of(
            "delete", mongoCollection(), 1, () -> mongoCollection().deleteOne(eq("_id", userId)))
        .map(done -> done.getDeletedCount() > 0);
  }
}
