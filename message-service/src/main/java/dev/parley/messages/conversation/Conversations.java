package dev.parley.messages.conversation;

import dev.parley.contracts.command.Role;
import dev.parley.messages.message.MessageRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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
    List<String> users = members.stream().map(StoredMembership::userId).sorted().toList();
    return new ConversationState(stored.id(), stored.type(), users, stored.createdAt(), lastSeq);
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
      for (String user : state.members()) {
        members.add(founding(state, user));
      }
      documents.add(
          new StoredConversation(
              state.id(),
              state.type(),
              state.members(),
              null,
              null,
              null,
              state.createdAt(),
              null,
              null,
              1,
              null,
              0,
              null));
    }
    return memberships
        .insertAbsent(members)
        .chain(() -> conversations.insertAbsent(documents))
        .map(duplicates -> keepNew(opened, duplicates));
  }

  private static StoredMembership founding(ConversationState state, String user) {
    return new StoredMembership(
        StoredMembership.idOf(state.id(), user),
        state.id(),
        user,
        Role.MEMBER.wire(),
        0,
        0,
        0,
        false,
        null,
        state.createdAt(),
        null,
        1);
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

  /** Forgets what is in memory about the conversations, because it may be wrong. */
  public void forget(Collection<String> ids) {
    cache.drop(ids);
  }
}
