package dev.parley.messages.schedule;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.storage.Indexed;
import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bson.conversions.Bson;

/** The stored scheduled messages. Every call fails when MongoDB does not answer. Thread-safe. */
@ApplicationScoped
public class ScheduleRepository
    implements ReactivePanacheMongoRepositoryBase<ScheduledMessage, String>, Indexed {

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  @Override
  public Uni<List<String>> createIndexes() {
    return mongoCollection()
        .createIndexes(
            List.of(
                new IndexModel(Indexes.ascending("tryAt")),
                new IndexModel(Indexes.ascending("conversationId", "senderId", "sendAt"))));
  }

  /** What senders have scheduled in conversations; in one query. */
  public Uni<List<ScheduledMessage>> of(Collection<Seat> seats) {
    List<Bson> any = new ArrayList<>(seats.size());
    seats.forEach(
        seat ->
            any.add(
                and(eq("conversationId", seat.conversationId()), eq("senderId", seat.senderId()))));
    FindOptions soonest = new FindOptions().sort(Sorts.ascending("sendAt", "_id"));
    return StorageSpan.of(
        "find",
        mongoCollection(),
        seats.size(),
        () -> mongoCollection().find(or(any), soonest).collect().asList());
  }

  /** Who has scheduled where. */
  public record Seat(String conversationId, String senderId) {}

  /**
   * Stores what was scheduled and removes what is not any more, in one bulk write. Doing it again
   * changes nothing.
   *
   * @param changes a send's key to the message, or to null for none
   */
  public Uni<Void> change(Map<SendKey, ScheduledMessage> changes) {
    List<WriteModel<ScheduledMessage>> writes = new ArrayList<>(changes.size());
    changes.forEach(
        (key, message) -> {
          Bson it = eq("_id", ScheduledMessage.idOf(key));
          writes.add(
              message == null
                  ? new DeleteOneModel<>(it)
                  : new ReplaceOneModel<>(it, message, UPSERT));
        });
    return StorageSpan.of(
            "update",
            mongoCollection(),
            writes.size(),
            () -> mongoCollection().bulkWrite(writes, UNORDERED))
        .replaceWithVoid();
  }

  /**
   * Takes the next message that is due: nobody else gets it before the time to try again.
   *
   * @return null when none is due
   */
  Uni<ScheduledMessage> take(Instant now, Instant tryAgainAt) {
    return mongoCollection().findOneAndUpdate(lte("tryAt", now), set("tryAt", tryAgainAt));
  }
}
