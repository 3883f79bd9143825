package dev.parley.messages.query;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.conversation.Activity;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredMembership;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The conversations of a user, the one with the latest activity first. Looks at {@code
 * parley.queries.max-conversations} of them. Thread-safe.
 */
@ApplicationScoped
public class RecentConversations {

  /** In which order they are. */
  private static final Comparator<Activity> LATEST_FIRST =
      Comparator.comparing(Activity::at).thenComparing(Activity::conversationId).reversed();

  /**
   * What was found.
   *
   * @param memberships by conversation
   * @param activities in their order; deleted conversations are not there
   */
  record Found(Map<String, StoredMembership> memberships, List<Activity> activities) {}

  private final MembershipRepository memberships;
  private final ConversationRepository conversations;
  private final int max;

  RecentConversations(
      MembershipRepository memberships,
      ConversationRepository conversations,
      MessageServiceSettings settings) {
    this.memberships = memberships;
    this.conversations = conversations;
    this.max = settings.queries().maxConversations();
  }

  /** All of them; two calls. */
  Uni<Found> of(String user) {
    return memberships
        .current(user, List.of(), max)
        .map(Seats::byConversation)
        .chain(
            mine ->
                mine.isEmpty()
                    ? Uni.createFrom().item(new Found(mine, List.of()))
                    : conversations.activities(mine.keySet()).map(found -> found(mine, found)));
  }

  private static Found found(Map<String, StoredMembership> mine, List<Activity> activities) {
    return new Found(mine, activities.stream().sorted(LATEST_FIRST).toList());
  }
}
