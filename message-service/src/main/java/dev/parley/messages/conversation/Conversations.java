package dev.parley.messages.conversation;

import dev.parley.contracts.command.ConversationType;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.message.MessageRepository;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The conversations as the processing of commands sees them: from memory where possible, else
 * loaded, all that a batch needs together.
 */
@ApplicationScoped
public class Conversations {

  /** How often conversations are read that change meanwhile. */
  private static final int LOADS = 4;

  private final ConversationRepository conversations;
  private final MembershipRepository memberships;
  private final MessageRepository messages;
  private final ConversationCache cache;
  private final RoutingRule routing;

  @Inject
  Conversations(
      ConversationRepository conversations,
      MembershipRepository memberships,
      MessageRepository messages,
      ConversationCache cache,
      MessageServiceSettings settings) {
    this(conversations, memberships, messages, cache, RoutingRule.of(settings));
  }

  public Conversations(
      ConversationRepository conversations,
      MembershipRepository memberships,
      MessageRepository messages,
      ConversationCache cache,
      RoutingRule routing) {
    this.conversations = conversations;
    this.memberships = memberships;
    this.messages = messages;
    this.cache = cache;
    this.routing = routing;
  }

  /**
   * The states of those conversations that exist, by id. Four queries, whatever the number, unless
   * one changes meanwhile; none when all are in memory.
   *
   * @param wanted conversation to the epoch of the lease of its partition
   */
  public Uni<Map<String, ConversationState>> load(Map<String, Long> wanted) {
    Map<String, ConversationState> states = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    wanted.forEach(
        (id, epoch) -> {
          ConversationState state = cache.find(id, epoch);
          if (state == null) {
            unknown.add(id);
          } else {
            states.put(id, state);
          }
        });
    return unknown.isEmpty()
        ? Uni.createFrom().item(states)
        : conversations
            .findAll(unknown)
            .chain(found -> complete(found, wanted, LOADS))
            .invoke(states::putAll)
            .replaceWith(states);
  }

  /**
   * Completes what was found, and looks whether it is still so: between reading the conversation
   * and its last message, its messages may have expired and been deleted, and then its end would be
   * taken for its beginning.
   */
  private Uni<Map<String, ConversationState>> complete(
      List<StoredConversation> found, Map<String, Long> wanted, int loads) {
    if (found.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    if (loads == 0) {
      return Uni.createFrom().failure(new ConflictException("a conversation"));
    }
    List<String> ids = found.stream().map(StoredConversation::id).toList();
    return states(found, wanted)
        .chain(
            states ->
                conversations
                    .findAll(ids)
                    .chain(
                        again -> {
                          if (!isSame(found, again)) {
                            return complete(again, wanted, loads - 1);
                          }
                          states.values().forEach(cache::put);
                          return Uni.createFrom().item(states);
                        }));
  }

  private static boolean isSame(List<StoredConversation> one, List<StoredConversation> other) {
    return revisions(one).equals(revisions(other));
  }

  private static Map<String, Long> revisions(List<StoredConversation> conversations) {
    return conversations.stream()
        .collect(Collectors.toMap(StoredConversation::id, StoredConversation::revision));
  }

  private Uni<Map<String, ConversationState>> states(
      List<StoredConversation> found, Map<String, Long> wanted) {
    Map<String, Long> atLeast = new HashMap<>();
    found.forEach(conversation -> atLeast.put(conversation.id(), conversation.lastSeq()));
    return Uni.combine()
        .all()
        .unis(members(found), messages.lastSeqs(atLeast))
        .with(
            (members, lastSeqs) -> {
              Map<String, ConversationState> states = new HashMap<>();
              for (StoredConversation conversation : found) {
                String id = conversation.id();
                states.put(
                    id,
                    state(
                        conversation,
                        members.getOrDefault(id, Set.of()),
                        lastSeqs.get(id),
                        wanted.get(id)));
              }
              return states;
            });
  }

  /** The members of conversations. What a crash has left pending is stored first. */
  private Uni<Map<String, Collection<StoredMembership>>> members(List<StoredConversation> found) {
    List<String> ids = found.stream().map(StoredConversation::id).toList();
    return memberships
        .ofConversations(ids)
        .chain(
            stored -> {
              List<StoredMembership> left = new ArrayList<>();
              found.forEach(
                  conversation ->
                      left.addAll(
                          pending(conversation, stored.getOrDefault(conversation.id(), Set.of()))));
              return left.isEmpty()
                  ? Uni.createFrom().item(stored)
                  : memberships.change(left).chain(() -> memberships.ofConversations(ids));
            });
  }

  private static List<StoredMembership> pending(
      StoredConversation conversation, Collection<StoredMembership> stored) {
    if (conversation.pending() == null || conversation.pending().isEmpty()) {
      return List.of();
    }
    Map<String, Long> revisions = new HashMap<>();
    stored.forEach(member -> revisions.put(member.userId(), member.revision()));
    // Who has left and is not found among the members is stored so.
    return conversation.pending().stream()
        .filter(
            change ->
                revisions.getOrDefault(
                        change.userId(), change.leftAt() == null ? 0 : Long.MAX_VALUE)
                    < change.revision())
        .toList();
  }

  private static ConversationState state(
      StoredConversation stored, Collection<StoredMembership> members, long lastSeq, long epoch) {
    return new ConversationState(
        stored.id(),
        stored.type(),
        stored.createdAt(),
        stored.createdBy(),
        stored.details(),
        stored.revision(),
        EntryId.of(stored.decidedUpTo()),
        stored.applied() == null ? List.of() : stored.applied(),
        stored.watchedFrom(),
        members.stream().map(StoredMembership::member).toList(),
        lastSeq,
        epoch);
  }

  /**
   * Stores new conversations with their founding members, those with many as large. The memberships
   * go first: a conversation that can be found is complete, and what a crash leaves in between is
   * completed by the retry.
   *
   * @return ids of those that somebody else has stored before
   */
  public Uni<Set<String>> open(List<ConversationState> opened) {
    List<StoredMembership> members = new ArrayList<>();
    List<StoredConversation> documents = new ArrayList<>();
    Instant now = now();
    for (ConversationState state : opened) {
      state.route(routing, now);
      for (Member member : state.members()) {
        members.add(StoredMembership.of(state.id(), member, null, state.revision()));
      }
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
        null,
        null,
        null,
        state.watchedFrom(),
        null,
        null,
        0,
        null);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
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
   * Stores changed conversations, which become large or small again by their size: first the
   * documents, which are the fence and name the memberships to come, then those. What a crash
   * leaves in between is completed by whoever loads it next.
   *
   * @return fails with {@link ConflictException} when somebody else has changed one of them
   */
  public Uni<Void> change(List<ConversationDraft> drafts) {
    List<StoredMembership> members = new ArrayList<>();
    Instant now = now();
    for (ConversationDraft draft : drafts) {
      draft.state().route(routing, now);
      members.addAll(draft.memberships());
    }
    return conversations
        .change(drafts)
        .chain(() -> members.isEmpty() ? Uni.createFrom().voidItem() : memberships.change(members))
        .invoke(() -> drafts.forEach(draft -> cache.put(draft.state())));
  }

  /** Forgets what is in memory about the conversations, because it may be wrong. */
  public void forget(Collection<String> ids) {
    cache.drop(ids);
  }
}
