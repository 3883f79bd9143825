package dev.parley.messages.query;

import dev.parley.contracts.query.ListWatched;
import dev.parley.contracts.reply.WatchedPage;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code conversation:watched}: asked by gateways for their users. Two calls to MongoDB, whatever
 * the number of users. A page looks at {@value #MAX_MEMBERSHIPS} memberships, so there are more
 * only for users with very many.
 */
@ApplicationScoped
public class ListWatchedHandler implements QueryHandler<ListWatched> {

  static final int MAX_MEMBERSHIPS = 5_000;

  private final MembershipRepository memberships;
  private final ConversationRepository conversations;

  ListWatchedHandler(MembershipRepository memberships, ConversationRepository conversations) {
    this.memberships = memberships;
    this.conversations = conversations;
  }

  @Override
  public String type() {
    return ListWatched.TYPE;
  }

  @Override
  public Class<ListWatched> payloadType() {
    return ListWatched.class;
  }

  @Override
  public Uni<?> answer(ListWatched query, String user) {
    return memberships
        .current(query.userIds(), query.after(), MAX_MEMBERSHIPS)
        .chain(
            found ->
                conversations
                    .large(
                        found.stream()
                            .map(StoredMembership::conversationId)
                            .collect(Collectors.toSet()))
                    .map(large -> page(found, large)));
  }

  private static WatchedPage page(List<StoredMembership> found, Set<String> large) {
    Map<String, List<String>> watched =
        found.stream()
            .filter(membership -> large.contains(membership.conversationId()))
            .collect(
                Collectors.groupingBy(
                    StoredMembership::conversationId,
                    Collectors.mapping(StoredMembership::userId, Collectors.toList())));
    boolean more = found.size() == MAX_MEMBERSHIPS;
    return new WatchedPage(watched, more ? found.get(found.size() - 1).id() : null);
  }
}
