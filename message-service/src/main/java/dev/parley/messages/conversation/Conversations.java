package dev.parley.messages.conversation;

import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.command.Role;
import dev.parley.messages.message.MessageRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The conversations as the processing of commands sees them: from memory where possible, else
 * loaded, all that a batch needs together.
 */
@ApplicationScoped
public class Conversations {

  private final ConversationRepository conversations;
  private final MembershipRepository memberships;
  private final MessageRepository messages;
  private final ConversationCache cache;

  public Conversations(
      ConversationRepository conversations,
      MembershipRepository memberships,
      MessageRepository messages,
      ConversationCache cache) {
    this.conversations = conversations;
    this.memberships = memberships;
    this.messages = messages;
    this.cache = cache;
  }

  /**
   * The states of those conversations that exist, by id. Three queries at most, whatever the
   * number; none when all are in memory.
   */
  public Uni<Map<String, ConversationState>> load(Collection<String> ids) {
    Map<String, ConversationState> states = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      ConversationState state = cache.find(id);
      if (state == null) {
        unknown.add(id);
      } else {
        states.put(id, state);
      }
    }
    if (unknown.isEmpty()) {
      return Uni.createFrom().item(states);
    }
    return conversations
        .findAll(unknown)
        .chain(found -> found.isEmpty() ? Uni.createFrom().item(states) : complete(found, states));
  }

  private Uni<Map<String, ConversationState>> complete(
      List<StoredConversation> found, Map<String, ConversationState> states) {
    Map<String, Long> atLeast = new HashMap<>();
    found.forEach(conversation -> atLeast.put(conversation.id(), conversation.lastSeq()));
    return Uni.combine()
        .all()
        .unis(memberships.ofConversations(atLeast.keySet()), messages.lastSeqs(atLeast))
        .with(
            (members, lastSeqs) -> {
              for (StoredConversation conversation : found) {
                String id = conversation.id();
                ConversationState state =
                    state(conversation, members.getOrDefault(id, Set.of()), lastSeqs.get(id));
                cache.put(state);
                states.put(id, state);
              }
              return states;
            });
  }

  private static ConversationState state(
      StoredConversation stored, Collection<StoredMembership> members, long lastSeq) {
    Details details =
        new Details(
            stored.title(),
            stored.avatarUrl(),
            stored.metadata(),
            stored.deletedAt(),
            stored.pinned() == null ? List.of() : stored.pinned());
    return new ConversationState(
        stored.id(),
        stored.type(),
        stored.createdAt(),
        stored.createdBy(),
        details,
        stored.revision(),
        members.stream().map(Conversations::member).toList(),
        lastSeq);
  }

  private static Member member(StoredMembership stored) {
    return new Member(
        stored.userId(),
        Role.of(stored.role()),
        stored.joinedAt(),
        stored.joinedSeq(),
        stored.muted(),
        stored.archivedSeq(),
        new Position(stored.readSeq(), stored.deliveredSeq()));
  }

  /**
   * Stores new conversations with their founding members. The memberships go first: a conversation
   * that can be found is complete, and what a crash leaves in between is completed by the retry.
   *
   * @return ids of those that somebody else has stored before
   */
  public Uni<Set<String>> open(List<ConversationState> opened) {
    List<StoredMembership> members = new ArrayList<>();
    List<StoredConversation> documents = new ArrayList<>();
    for (ConversationState state : opened) {
      state.members().forEach(member -> members.add(stored(state, member)));
      documents.add(stored(state));
    }
    return memberships
        .insertAbsent(members)
        .chain(() -> conversations.insertAbsent(documents))
        .map(duplicates -> keepNew(opened, duplicates));
  }

  private static StoredConversation stored(ConversationState state) {
    Details details = state.details();
    return new StoredConversation(
        state.id(),
        state.type(),
        ConversationType.DIRECT.equals(state.type()) ? state.memberIds() : null,
        details.title(),
        details.avatarUrl(),
        details.metadata(),
        state.createdAt(),
        state.createdBy(),
        null,
        state.revision(),
        null,
        0,
        null);
  }

  private static StoredMembership stored(ConversationState state, Member member) {
    return new StoredMembership(
        StoredMembership.idOf(state.id(), member.userId()),
        state.id(),
        member.userId(),
        member.role().wire(),
        0,
        0,
        0,
        false,
        null,
        member.joinedAt(),
        null,
        state.revision());
  }

  private Set<String> keepNew(List<ConversationState> opened, Set<Integer> duplicates) {
    Set<String> thereBefore = new HashSet<>();
    for (int i = 0; i < opened.size(); i++) {
      if (duplicates.contains(i)) {
        thereBefore.add(opened.get(i).id());
      } else {
        cache.put(opened.get(i));
      }
    }
    return thereBefore;
  }

  /**
   * Stores changed conversations: first the documents, which are the fence, then the memberships in
   * the order of their changes. A crash in between leaves the first of them; carrying out the same
   * commands again completes it.
   *
   * @return fails with {@link ConflictException} when somebody else has changed one of them
   */
  public Uni<Void> change(List<ConversationDraft> drafts, Instant now) {
    List<ConversationDraft.MembershipChange> members = new ArrayList<>();
    drafts.forEach(draft -> members.addAll(draft.memberships()));
    return conversations
        .change(drafts)
        .chain(
            () ->
                members.isEmpty() ? Uni.createFrom().voidItem() : memberships.change(members, now))
        .invoke(() -> drafts.forEach(draft -> cache.put(draft.state())));
  }

  /** Forgets what is in memory about the conversations, because it may be wrong. */
  public void forget(Collection<String> ids) {
    cache.drop(ids);
  }
}
