package dev.parley.messages.conversation;

import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import dev.parley.messages.storage.Indexed;
import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The stored memberships. Every call fails when MongoDB does not answer. Thread-safe. */
@ApplicationScoped
public class MembershipRepository
    implements ReactivePanacheMongoRepositoryBase<StoredMembership, String>, Indexed {

  private static final int DUPLICATE_KEY = 11000;
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  @Override
  public Uni<List<String>> createIndexes() {
    return mongoCollection()
        .createIndexes(
            List.of(
                new IndexModel(Indexes.ascending("userId", "leftAt", "joinedAt")),
                new IndexModel(Indexes.ascending("conversationId", "leftAt", "userId"))));
  }

  /** The memberships of several conversations, by conversation; without those who have left. */
  Uni<Map<String, Collection<StoredMembership>>> ofConversations(Collection<String> ids) {
    return StorageSpan.of(
        "find",
        mongoCollection(),
        ids.size(),
        () ->
            mongoCollection()
                .find(and(in("conversationId", ids), eq("leftAt", null)))
                .collect()
                .asMultiMap(StoredMembership::conversationId));
  }

  /** The memberships of one user in those of the conversations where there is one, past or not. */
  public Uni<List<StoredMembership>> ofUser(String user, Collection<String> conversations) {
    if (conversations.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<String> ids = conversations.stream().map(id -> StoredMembership.idOf(id, user)).toList();
    return find(in("_id", ids), new FindOptions(), ids.size());
  }

  /** Those of the memberships that exist, past or not. */
  public Uni<List<StoredMembership>> findAll(Collection<String> ids) {
    return find(in("_id", ids), new FindOptions(), ids.size());
  }

  /**
   * Who is a member now and has not muted: all of some conversations, and some of others.
   *
   * @param conversations of which all are wanted; their members bound the answer
   * @param ids single memberships of other conversations
   */
  public Uni<List<StoredMembership>> unmuted(
      Collection<String> conversations, Collection<String> ids) {
    Bson wanted =
        or(
            and(in("conversationId", conversations), eq("leftAt", null), eq("muted", false)),
            and(in("_id", ids), eq("leftAt", null), eq("muted", false)));
    return find(wanted, new FindOptions(), conversations.size() + ids.size());
  }

  /**
   * The conversations that a user is a member of now, latest joined first.
   *
   * @param except conversations that are not asked for
   * @param max how many at most
   */
  public Uni<List<StoredMembership>> current(String user, Collection<String> except, int max) {
    Bson filter = and(eq("userId", user), eq("leftAt", null), nin("conversationId", except));
    return find(filter, new FindOptions().sort(descending("joinedAt")).limit(max), max);
  }

  /**
   * Who is a member of a conversation now, by user id.
   *
   * @param after only those behind this user; null for the beginning
   * @param max how many at most
   */
  public Uni<List<StoredMembership>> members(String conversationId, String after, int max) {
    Bson filter =
        and(
            eq("conversationId", conversationId),
            eq("leftAt", null),
            gt("userId", after == null ? "" : after));
    return find(filter, new FindOptions().sort(ascending("userId")).limit(max), max);
  }

  /**
   * Of which conversations users are members now, in the order of the primary keys.
   *
   * @param after only those behind this primary key; null for the beginning
   * @param max how many at most
   */
  public Uni<List<StoredMembership>> current(Collection<String> users, String after, int max) {
    Bson filter =
        and(in("userId", users), eq("leftAt", null), gt("_id", after == null ? "" : after));
    return find(filter, new FindOptions().sort(ascending("_id")).limit(max), max);
  }

  /** Those of the users who are a member of any of the conversations now, each once. */
  public Uni<List<String>> among(Collection<String> users, Collection<String> conversations) {
    if (conversations.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    Bson filter = and(in("conversationId", conversations), eq("leftAt", null), in("userId", users));
    return StorageSpan.of(
        "distinct",
        mongoCollection(),
        users.size(),
        () -> mongoCollection().distinct("userId", filter, String.class).collect().asList());
  }

  /**
   * How many members conversations have now; those without any are not in the answer.
   *
   * @param except memberships that do not count
   */
  public Uni<Map<String, Integer>> counts(
      Collection<String> conversations, Collection<String> except) {
    if (conversations.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    List<Bson> count =
        List.of(
            match(and(in("conversationId", conversations), eq("leftAt", null), nin("_id", except))),
            group("$conversationId", sum("members", 1)));
    return StorageSpan.of(
        "aggregate",
        mongoCollection(),
        conversations.size(),
        () ->
            mongoCollection()
                .aggregate(count, Document.class)
                .collect()
                .asMap(one -> one.getString("_id"), one -> one.getInteger("members")));
  }

  private Uni<List<StoredMembership>> find(Bson filter, FindOptions options, int size) {
    return StorageSpan.of(
        "find",
        mongoCollection(),
        size,
        () -> mongoCollection().find(filter, options).collect().asList());
  }

  /** Inserts those that are absent; what is there stays as it is. */
  Uni<Void> insertAbsent(List<StoredMembership> memberships) {
    return DuplicatesIgnored.insert(mongoCollection(), memberships).replaceWithVoid();
  }

  /**
   * Stores changed memberships, each only over an older revision.
   *
   * @return fails with {@link ConflictException} when there is a newer one
   */
  Uni<Void> change(Collection<StoredMembership> changes) {
    List<WriteModel<StoredMembership>> updates = new ArrayList<>(changes.size());
    changes.forEach(change -> updates.add(upsert(change)));
    return StorageSpan.of(
            "update",
            mongoCollection(),
            changes.size(),
            () -> mongoCollection().bulkWrite(updates, UNORDERED))
        .onFailure(MembershipRepository::isDuplicate)
        .transform(newer -> new ConflictException("a membership"))
        .replaceWithVoid();
  }

  /** With an upsert, a document that does not match because it is newer is a duplicate. */
  private static boolean isDuplicate(Throwable failure) {
    return failure instanceof MongoBulkWriteException bulk
        && bulk.getWriteConcernError() == null
        && bulk.getWriteErrors().stream().anyMatch(error -> error.getCode() == DUPLICATE_KEY);
  }

  private static WriteModel<StoredMembership> upsert(StoredMembership member) {
    return new UpdateOneModel<>(
        and(eq("_id", member.id()), lt("revision", member.revision())),
        combine(
            setOnInsert("conversationId", member.conversationId()),
            setOnInsert("userId", member.userId()),
            set("role", member.role()),
            set("joinedSeq", member.joinedSeq()),
            set("joinedAt", member.joinedAt()),
            set("muted", member.muted()),
            set("pinned", member.pinned()),
            set("archivedSeq", member.archivedSeq()),
            set("leftAt", member.leftAt()),
            set("revision", member.revision()),
            max("readSeq", member.readSeq()),
            max("deliveredSeq", member.deliveredSeq())),
        UPSERT);
  }

  /** Stores how far members are, in one bulk write; never takes one back. */
  Uni<Void> advance(Map<PositionWriter.Key, Position> positions) {
    List<WriteModel<StoredMembership>> updates = new ArrayList<>(positions.size());
    positions.forEach(
        (who, position) ->
            updates.add(
                new UpdateOneModel<>(
                    eq("_id", StoredMembership.idOf(who.conversationId(), who.userId())),
                    combine(
                        max("readSeq", position.readSeq()),
                        max("deliveredSeq", position.deliveredSeq())))));
    return mongoCollection().bulkWrite(updates, UNORDERED).replaceWithVoid();
  }
}
