package dev.parley.messages.retention;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.result.DeleteResult;
import dev.parley.contracts.id.MessageIds;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.storage.Indexed;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Which messages are old, and their deletion. To find the few conversations that have some, each
 * has {@code oldestAt} beside its other fields: none of its messages is older than that. Nobody
 * else reads or writes it. Every call fails when MongoDB does not answer. Thread-safe.
 */
@ApplicationScoped
class OldMessages implements Indexed {

  private final ConversationRepository conversations;
  private final MessageRepository messages;

  OldMessages(ConversationRepository conversations, MessageRepository messages) {
    this.conversations = conversations;
    this.messages = messages;
  }

  @Override
  public Uni<List<String>> createIndexes() {
    return conversations
        .mongoCollection()
        .createIndexes(
            List.of(new IndexModel(Indexes.ascending("retentionDays", "oldestAt", "createdAt"))));
  }

  /** The different limits that conversations have of their own, in days; by the index alone. */
  Uni<List<Integer>> limits() {
    return conversations
        .mongoCollection()
        .distinct("retentionDays", gt("retentionDays", 0), Integer.class)
        .collect()
        .asList();
  }

  /**
   * Conversations that may have messages from before a time.
   *
   * @param days the limit of their own that they have; null for none
   * @param except conversations that are not asked for
   * @param max how many at most
   */
  Uni<List<Candidate>> candidates(
      Integer days, Instant before, Collection<String> except, int max) {
    Bson old = or(lt("oldestAt", before), and(eq("oldestAt", null), lt("createdAt", before)));
    FindOptions some = new FindOptions().projection(include("firstSeq")).limit(max);
    return conversations
        .mongoCollection()
        .find(and(eq("retentionDays", days), old, nin("_id", except)), Document.class, some)
        .map(Candidate::of)
        .collect()
        .asList();
  }

  /** A conversation that may have old messages. */
  record Candidate(String conversationId, long firstSeq) {

    static Candidate of(Document conversation) {
      Long first = conversation.getLong("firstSeq");
      return new Candidate(conversation.getString("_id"), first == null ? 1 : first);
    }
  }

  /** The oldest messages from a place on, in their order. */
  Uni<List<Sent>> oldest(String conversationId, long firstSeq, int max) {
    Bson onward =
        and(
            gte("_id", MessageIds.primaryKey(conversationId, firstSeq)),
            lte("_id", MessageIds.primaryKey(conversationId, MessageIds.MAX_SEQ)));
    return find(onward, "sentAt", max).map(Sent::of).collect().asList();
  }

  /** When a message was sent. */
  record Sent(long seq, Instant at) {

    static Sent of(Document message) {
      String key = message.getString("_id");
      return new Sent(MessageIds.seqOf(key), message.getDate("sentAt").toInstant());
    }
  }

  /**
   * Deletes messages before a place, the oldest first.
   *
   * @param max how many at most
   * @return how many there were
   */
  Uni<Long> deleteBefore(String conversationId, long firstSeq, int max) {
    Bson before =
        and(
            gte("_id", MessageIds.primaryKey(conversationId, 0)),
            lt("_id", MessageIds.primaryKey(conversationId, firstSeq)));
    return find(before, "_id", max)
        .map(message -> message.getString("_id"))
        .collect()
        .asList()
        .chain(keys -> keys.isEmpty() ? Uni.createFrom().item(0L) : delete(keys));
  }

  /** By one range: nothing comes in between any more. */
  private Uni<Long> delete(List<String> keys) {
    Bson range = and(gte("_id", keys.get(0)), lte("_id", keys.get(keys.size() - 1)));
    return messages.mongoCollection().deleteMany(range).map(DeleteResult::getDeletedCount);
  }

  private Multi<Document> find(Bson which, String field, int max) {
    FindOptions oldest =
        new FindOptions().projection(include(field)).sort(ascending("_id")).limit(max);
    return messages.mongoCollection().find(which, Document.class, oldest);
  }

  /** Takes note that a conversation has no message from before a time. */
  Uni<Void> noneBefore(String conversationId, Instant time) {
    return conversations
        .mongoCollection()
        .updateOne(eq("_id", conversationId), set("oldestAt", time))
        .replaceWithVoid();
  }
}
