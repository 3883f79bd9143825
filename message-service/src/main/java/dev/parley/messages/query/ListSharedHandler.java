package dev.parley.messages.query;

import dev.parley.contracts.query.ListShared;
import dev.parley.contracts.reply.SharedUsers;
import dev.parley.messages.conversation.Activity;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * {@code user:shares}: asked by services that let a user see only those it talks with. Three calls
 * to MongoDB, whatever the number of users. A conversation that was deleted, or that one of the two
 * has left, is none that they share.
 */
@ApplicationScoped
public class ListSharedHandler implements QueryHandler<ListShared> {

  private final RecentConversations recent;
  private final MembershipRepository memberships;

  ListSharedHandler(RecentConversations recent, MembershipRepository memberships) {
    this.recent = recent;
    this.memberships = memberships;
  }

  @Override
  public String type() {
    return ListShared.TYPE;
  }

  @Override
  public Class<ListShared> payloadType() {
    return ListShared.class;
  }

  @Override
  public Uni<?> answer(ListShared query, String user) {
    return recent
        .of(user)
        .map(found -> found.activities().stream().map(Activity::conversationId).toList())
        .chain(conversations -> memberships.among(query.userIds(), conversations))
        .map(SharedUsers::new);
  }
}
