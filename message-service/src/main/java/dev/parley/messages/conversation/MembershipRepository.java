package dev.parley.messages.conversation;

import static com.mongodb.client.model.Filters.in;

import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The stored memberships. Every call fails when MongoDB does not answer. Thread-safe. */
@ApplicationScoped
public class MembershipRepository
    implements ReactivePanacheMongoRepositoryBase<StoredMembership, String> {

  /** The memberships of several conversations, by conversation. */
  Uni<Map<String, Collection<StoredMembership>>> ofConversations(Collection<String> ids) {
    return StorageSpan.of(
        "find",
        mongoCollection(),
        ids.size(),
        () ->
            mongoCollection()
                .find(in("conversationId", ids))
                .collect()
                .asMultiMap(StoredMembership::conversationId));
  }

  /** Inserts those that are absent; what is there stays as it is. */
  Uni<Void> insertAbsent(List<StoredMembership> memberships) {
    return DuplicatesIgnored.insert(mongoCollection(), memberships).replaceWithVoid();
  }
}
