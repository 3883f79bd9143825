package dev.parley.messages.query;

import dev.parley.contracts.view.ConversationView;
import dev.parley.messages.conversation.Details;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.Metadata;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.MessageRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What stored conversations show of themselves, with their true ends and sizes: what a
 * conversation's document says of its last message lags behind, and the memberships of its last
 * change may not be stored yet. Thread-safe.
 */
@ApplicationScoped
public class ConversationViews {

  private final MembershipRepository memberships;
  private final MessageRepository messages;

  ConversationViews(MembershipRepository memberships, MessageRepository messages) {
    this.memberships = memberships;
    this.messages = messages;
  }

  /** One for each, in their order. Three calls at most, whatever the number. */
  Uni<List<ConversationView>> of(List<StoredConversation> all) {
    return all.isEmpty()
        ? Uni.createFrom().item(List.of())
        : Uni.combine()
            .all()
            .unis(lastSeqs(all), sizes(all))
            .with(
                (lastSeqs, sizes) ->
                    all.stream()
                        .map(one -> view(one, sizes.get(one.id()), lastSeqs.get(one.id())))
                        .toList());
  }

  /** The true last seqs of the conversations. */
  Uni<Map<String, Long>> lastSeqs(List<StoredConversation> all) {
    Map<String, Long> atLeast = new HashMap<>();
    all.forEach(one -> atLeast.put(one.id(), one.lastSeq()));
    return messages.lastSeqs(atLeast);
  }

  /** How many members each has with the revision that it has: its document says who changes. */
  private Uni<Map<String, Integer>> sizes(List<StoredConversation> all) {
    Map<String, Integer> sizes = new HashMap<>();
    List<String> changing = new ArrayList<>();
    List<String> counted = new ArrayList<>();
    for (StoredConversation one : all) {
      if (one.memberIds() != null) {
        sizes.put(one.id(), one.memberIds().size());
        continue;
      }
      int pending = 0;
      for (StoredMembership change :
          one.pending() == null ? List.<StoredMembership>of() : one.pending()) {
        changing.add(change.id());
        pending += change.leftAt() == null ? 1 : 0;
      }
      sizes.put(one.id(), pending);
      counted.add(one.id());
    }
    return memberships
        .counts(counted, changing)
        .map(
            counts -> {
              counts.forEach((id, count) -> sizes.merge(id, count, Integer::sum));
              return sizes;
            });
  }

  private static ConversationView view(StoredConversation stored, int size, long lastSeq) {
    Details details = stored.details();
    return new ConversationView(
        stored.id(),
        stored.type(),
        stored.title(),
        stored.avatarUrl(),
        Metadata.parse(stored.metadata()),
        stored.createdAt(),
        stored.createdBy(),
        stored.deletedAt(),
        stored.revision(),
        size,
        lastSeq,
        details.pinned().isEmpty() ? null : details.pinned(),
        details.retentionDays(),
        details.firstSeq() > 1 ? details.firstSeq() : null);
  }
}
