package dev.parley.messages.notification;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import dev.parley.messages.storage.Indexed;
import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Up to where members were notified. Every call fails when MongoDB does not answer. Thread-safe.
 */
@ApplicationScoped
public class NotificationRepository
    implements ReactivePanacheMongoRepositoryBase<StoredNotification, String>, Indexed {

  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  @Override
  public Uni<List<String>> createIndexes() {
    IndexOptions expiring =
        new IndexOptions().expireAfter(StoredNotification.KEPT.toSeconds(), TimeUnit.SECONDS);
    return mongoCollection()
        .createIndexes(List.of(new IndexModel(Indexes.ascending("notifiedAt"), expiring)));
  }

  /** Up to where was notified, by id; who was not is not in the answer. One call. */
  Uni<Map<String, Long>> findAll(Collection<String> ids) {
    return StorageSpan.of(
        "find",
        mongoCollection(),
        ids.size(),
        () ->
            mongoCollection()
                .find(in("_id", ids))
                .collect()
                .asMap(StoredNotification::id, StoredNotification::notifiedSeq));
  }

  /** Takes note that was notified up to a message; never takes it back. */
  Uni<Void> notified(String id, long seq, Instant now) {
    return StorageSpan.of(
            "update",
            mongoCollection(),
            1,
            () ->
                mongoCollection()
                    .updateOne(
                        eq("_id", id),
                        combine(max("notifiedSeq", seq), set("notifiedAt", now)),
                        UPSERT))
        .replaceWithVoid();
  }
}
