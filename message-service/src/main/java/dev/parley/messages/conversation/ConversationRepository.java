package dev.parley.messages.conversation;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** The stored conversations. Every call fails when MongoDB does not answer. Thread-safe. */
@ApplicationScoped
public class ConversationRepository
    implements ReactivePanacheMongoRepositoryBase<StoredConversation, String> {

  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final FindOptions ID_ONLY = new FindOptions().projection(include("_id"));
  private static final FindOptions ACTIVITY =
      new FindOptions()
          .projection(include("createdAt", "firstSeq", "lastSeq", "lastMessage.sentAt"));

  /**
   * Those of the conversations that exist. Not by Panache's own query, which looks for a session in
   * the Vert.x context and fails on the one that batches come on.
   */
  public Uni<List<StoredConversation>> findAll(Collection<String> ids) {
    return StorageSpan.of(
        "find",
        mongoCollection(),
        ids.size(),
        () -> mongoCollection().find(in("_id", ids)).collect().asList());
  }

  /** When something last happened in those of the conversations that exist and are not deleted. */
  public Uni<List<Activity>> activities(Collection<String> ids) {
    return StorageSpan.of(
        "find",
        mongoCollection(),
        ids.size(),
        () ->
            mongoCollection()
                .find(and(in("_id", ids), eq("deletedAt", null)), Document.class, ACTIVITY)
                .map(Activity::of)
                .collect()
                .asList());
  }

  /** Those of the conversations that are large. */
  public Uni<Set<String>> large(Collection<String> ids) {
    return ids.isEmpty()
        ? Uni.createFrom().item(Set.of())
        : StorageSpan.of(
            "find",
            mongoCollection(),
            ids.size(),
            () ->
                mongoCollection()
                    .find(and(in("_id", ids), ne("watchedFrom", null)), Document.class, ID_ONLY)
                    .map(found -> found.getString("_id"))
                    .collect()
                    .asSet());
  }

  /** Inserts those that are absent; completes with the places of those that were there. */
  Uni<Set<Integer>> insertAbsent(List<StoredConversation> conversations) {
    return DuplicatesIgnored.insert(mongoCollection(), conversations);
  }

  /**
   * Stores changed conversations, each only if it still has the revision that the change began
   * with.
   *
   * @return fails with {@link ConflictException} when one has not
   */
  Uni<Void> change(List<ConversationDraft> drafts) {
    List<WriteModel<StoredConversation>> updates = new ArrayList<>(drafts.size());
    for (ConversationDraft draft : drafts) {
      ConversationState state = draft.state();
      Details details = state.details();
      updates.add(
          new UpdateOneModel<>(
              and(eq("_id", state.id()), eq("revision", draft.base())),
              combine(
                  set("title", details.title()),
                  set("avatarUrl", details.avatarUrl()),
                  set("metadata", details.metadata()),
                  set("deletedAt", details.deletedAt()),
                  set("pinned", details.pinned()),
                  set("retentionDays", details.retentionDays()),
                  set("firstSeq", details.firstSeq()),
                  // The order goes on from here, also when no message is left to tell.
                  max("lastSeq", Math.max(state.lastSeq(), details.firstSeq() - 1)),
                  set("pending", List.copyOf(draft.memberships())),
                  set("decidedUpTo", state.decidedUpTo().toString()),
                  set("applied", state.applied()),
                  set("watchedFrom", state.watchedFrom()),
                  set("revision", state.revision()))));
    }
    return StorageSpan.of(
            "update",
            mongoCollection(),
            drafts.size(),
            () -> mongoCollection().bulkWrite(updates, UNORDERED))
        .invoke(
            done -> {
              if (done.getMatchedCount() < updates.size()) {
                throw new ConflictException("a conversation");
              }
            })
        .replaceWithVoid();
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
