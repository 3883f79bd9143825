package dev.parley.messages.message;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import dev.parley.contracts.id.MessageIds;
import dev.parley.messages.conversation.ConflictException;
import dev.parley.messages.storage.Indexed;
import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The stored messages. Every call fails when MongoDB does not answer. Safe from any thread. */
@ApplicationScoped
public class MessageRepository
    implements ReactivePanacheMongoRepositoryBase<StoredMessage, String>, Indexed {

  private static final int DUPLICATE_KEY = 11000;

  /** Codes by which MongoDB refuses a document for what it is: too large, validation failed. */
  private static final Set<Integer> UNACCEPTABLE = Set.of(10334, 121);

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final InsertManyOptions ORDERED = new InsertManyOptions().ordered(true);
  private static final FindOptions BY_KEY = new FindOptions().sort(Sorts.ascending("_id"));

  @Override
  public Uni<List<String>> createIndexes() {
    return mongoCollection()
        .createIndexes(
            List.of(
                new IndexModel(
                    Indexes.ascending("conversationId", "senderId", "clientMessageId"),
                    new IndexOptions().unique(true))));
  }

  /**
   * Inserts in the given order and stops at the first message that cannot be inserted, so that what
   * is stored is always a prefix: no conversation gets a hole. The result is durable (written by a
   * majority, journaled); on failure it is unknown how far it came.
   */
  public Uni<Insertion> insertAll(List<StoredMessage> messages) {
    return StorageSpan.of(
            "insert",
            mongoCollection(),
            messages.size(),
            () -> mongoCollection().insertMany(messages, ORDERED))
        .map(done -> new Insertion(messages.size(), Insertion.End.COMPLETE))
        .onFailure(MongoBulkWriteException.class)
        .recoverWithItem(failure -> stoppedBy((MongoBulkWriteException) failure));
  }

  /**
   * What a failed bulk write says about the insert.
   *
   * @throws MongoBulkWriteException the same, when it leaves open what is stored
   */
  static Insertion stoppedBy(MongoBulkWriteException failure) {
    // Without the write concern fulfilled even the first ones may be lost again.
    if (failure.getWriteConcernError() != null || failure.getWriteErrors().isEmpty()) {
      throw failure;
    }
    BulkWriteError first = failure.getWriteErrors().get(0);
    if (first.getCode() == DUPLICATE_KEY) {
      return new Insertion(first.getIndex(), Insertion.End.DUPLICATE);
    }
    if (UNACCEPTABLE.contains(first.getCode())) {
      return new Insertion(first.getIndex(), Insertion.End.UNACCEPTABLE);
    }
    throw failure;
  }

  /** Finds messages by their primary keys, all in one query. */
  public Uni<Map<String, StoredMessage>> findByKeys(Collection<String> keys) {
    return StorageSpan.of(
        "find",
        mongoCollection(),
        keys.size(),
        () -> mongoCollection().find(in("_id", keys)).collect().asMap(StoredMessage::id));
  }

  /**
   * Stores changed messages, each only if it still has the version that the change began with.
   *
   * @return fails with {@link ConflictException} when one has not
   */
  public Uni<Void> changeAll(Collection<MessageChange> changes) {
    List<WriteModel<StoredMessage>> updates = new ArrayList<>(changes.size());
    for (MessageChange change : changes) {
      updates.add(
          new ReplaceOneModel<>(
              and(eq("_id", change.message().id()), eq("version", change.baseVersion())),
              change.message()));
    }
    return StorageSpan.of(
            "update",
            mongoCollection(),
            updates.size(),
            () -> mongoCollection().bulkWrite(updates, UNORDERED))
        .invoke(
            done -> {
              if (done.getMatchedCount() < updates.size()) {
                throw new ConflictException("a message");
              }
            })
        .replaceWithVoid();
  }

  /** Finds those of the sends that are stored, all in one query. */
  public Uni<Map<SendKey, StoredMessage>> findSent(Collection<SendKey> keys) {
    if (keys.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    Map<String, Map<String, List<String>>> byConversationAndSender = new HashMap<>();
    for (SendKey key : keys) {
      byConversationAndSender
          .computeIfAbsent(key.conversationId(), c -> new HashMap<>())
          .computeIfAbsent(key.senderId(), s -> new ArrayList<>())
          .add(key.clientMessageId());
    }
    List<Bson> any = new ArrayList<>();
    byConversationAndSender.forEach(
        (conversation, senders) ->
            senders.forEach((sender, ids) -> any.add(sentBy(conversation, sender, ids))));
    return StorageSpan.of(
        "find",
        mongoCollection(),
        keys.size(),
        () -> mongoCollection().find(or(any)).collect().asMap(StoredMessage::sendKey));
  }

  private static Bson sentBy(String conversation, String sender, List<String> clientMessageIds) {
    return and(
        eq("conversationId", conversation),
        eq("senderId", sender),
        in("clientMessageId", clientMessageIds));
  }

  /** Those of the messages that exist, by conversation and seq. */
  public Uni<List<StoredMessage>> findAll(Collection<String> primaryKeys) {
    if (primaryKeys.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return StorageSpan.of(
        "find",
        mongoCollection(),
        primaryKeys.size(),
        () -> mongoCollection().find(in("_id", primaryKeys), BY_KEY).collect().asList());
  }

  /**
   * The true last seq of conversations, by the primary keys.
   *
   * @param atLeast conversation to a seq that is stored for certain (0 for none), such as the one
   *     in the conversation document, which may lag behind
   */
  public Uni<Map<String, Long>> lastSeqs(Map<String, Long> atLeast) {
    // No holes: who has no successor is the last. So most need a look-up by key and no range.
    List<String> successors = new ArrayList<>(atLeast.size());
    atLeast.forEach((id, seq) -> successors.add(MessageIds.primaryKey(id, seq + 1)));
    return StorageSpan.of(
            "find",
            mongoCollection(),
            successors.size(),
            () ->
                ids(in("_id", successors))
                    .map(MessageRepository::conversationOf)
                    .collect()
                    .asList())
        .chain(
            lagging ->
                lagging.isEmpty() ? Uni.createFrom().item(atLeast) : catchUp(atLeast, lagging));
  }

  private Uni<Map<String, Long>> catchUp(Map<String, Long> atLeast, List<String> lagging) {
    List<Bson> ranges = new ArrayList<>(lagging.size());
    for (String id : lagging) {
      ranges.add(
          and(
              gte("_id", MessageIds.primaryKey(id, atLeast.get(id) + 1)),
              lte("_id", MessageIds.primaryKey(id, MessageIds.MAX_SEQ))));
    }
    return ids(or(ranges))
        .collect()
        .in(
            () -> new HashMap<>(atLeast),
            (last, key) -> last.merge(conversationOf(key), seqOf(key), Math::max))
        .map(last -> last);
  }

  private Multi<String> ids(Bson filter) {
    return mongoCollection()
        .find(filter, Document.class, new FindOptions().projection(Projections.include("_id")))
        .map(document -> document.getString("_id"));
  }

  private static String conversationOf(String primaryKey) {
    return primaryKey.substring(0, primaryKey.lastIndexOf(':'));
  }

  private static long seqOf(String primaryKey) {
    return Long.parseLong(primaryKey, primaryKey.lastIndexOf(':') + 1, primaryKey.length(), 10);
  }
}
