package dev.parley.messages.conversation;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stored conversations. Every call fails when MongoDB does not answer. Thread-safe. */
@ApplicationScoped
public class ConversationRepository
    implements ReactivePanacheMongoRepositoryBase<StoredConversation, String> {

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

  /**
   * Those of the conversations that exist. Not by Panache's own query, which looks for a session in
   * the Vert.x context and fails on the one that batches come on.
   */
  Uni<List<StoredConversation>> findAll(Collection<String> ids) {
    return StorageSpan.of(
        "find",
        mongoCollection(),
        ids.size(),
        () -> mongoCollection().find(in("_id", ids)).collect().asList());
  }

  /** Inserts those that are absent; completes with the places of those that were there. */
  Uni<Set<Integer>> insertAbsent(List<StoredConversation> conversations) {
    return DuplicatesIgnored.insert(mongoCollection(), conversations);
  }

  /**
   * Brings {@code lastSeq} and {@code lastMessage} of conversations up to date, in one bulk write.
   * Never takes one back: a document that knows a later message stays as it is.
   */
  public Uni<Void> advance(Map<String, LastMessage> lastMessages) {
    List<WriteModel<StoredConversation>> updates = new ArrayList<>(lastMessages.size());
    lastMessages.forEach(
        (id, last) ->
            updates.add(
                new UpdateOneModel<>(
                    eq("_id", id), combine(max("lastSeq", last.seq()), max("lastMessage", last)))));
    return mongoCollection().bulkWrite(updates, UNORDERED).replaceWithVoid();
  }
}
