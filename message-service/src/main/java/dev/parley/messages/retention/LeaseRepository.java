package dev.parley.messages.retention;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.bson.conversions.Bson;

/**
 * Who does what only one replica shall do at a time. It keeps needless work away and is no fence:
 * with clocks apart or a long pause two may hold it, so what is done under it must bear that. Every
 * call fails when MongoDB does not answer. Thread-safe.
 */
@ApplicationScoped
class LeaseRepository implements ReactivePanacheMongoRepositoryBase<StoredLease, String> {

  private static final int DUPLICATE_KEY = 11000;
  private static final FindOneAndUpdateOptions UPSERT = new FindOneAndUpdateOptions().upsert(true);

  /**
   * Takes a lease that is free or has run out, or prolongs the own one.
   *
   * @return whether the owner has it now
   */
  Uni<Boolean> take(String id, String owner, Instant now, Instant until) {
    Bson free = and(eq("_id", id), or(eq("owner", owner), lte("until", now)));
    Bson mine = combine(set("owner", owner), set("until", until));
    return mongoCollection()
        .findOneAndUpdate(free, mine, UPSERT)
        .replaceWith(true)
        // What does not match because somebody else has it is a duplicate.
        .onFailure(LeaseRepository::isDuplicate)
        .recoverWithItem(false);
  }

  /** Gives a lease back; of somebody else's nothing changes. */
  Uni<Void> giveBack(String id, String owner) {
    return mongoCollection().deleteOne(and(eq("_id", id), eq("owner", owner))).replaceWithVoid();
  }

  private static boolean isDuplicate(Throwable failure) {
    return failure instanceof MongoCommandException refused
        && refused.getErrorCode() == DUPLICATE_KEY;
  }
}
