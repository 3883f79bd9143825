package dev.parley.messages.query;

import dev.parley.contracts.query.ListMembers;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.MemberPage;
import dev.parley.contracts.view.MemberView;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * {@code conversation:members}: for members only, of a channel too, and for services, which ask as
 * nobody.
 */
@ApplicationScoped
public class ListMembersHandler implements QueryHandler<ListMembers> {

  private final Seats seats;
  private final MembershipRepository memberships;

  ListMembersHandler(Seats seats, MembershipRepository memberships) {
    this.seats = seats;
    this.memberships = memberships;
  }

  @Override
  public String type() {
    return QueryType.LIST_MEMBERS;
  }

  @Override
  public Class<ListMembers> payloadType() {
    return ListMembers.class;
  }

  @Override
  public Uni<?> answer(ListMembers query, String user) {
    String id = query.conversationId();
    int limit = Query.limit(query.limit());
    return (user.isEmpty() ? seats.ofNobody(id) : seats.ofMember(id, user))
        .chain(seat -> memberships.members(id, query.after(), limit + 1))
        .map(found -> page(id, found, limit));
  }

  private static MemberPage page(String id, List<StoredMembership> found, int limit) {
    List<MemberView> members = found.stream().limit(limit).map(ListMembersHandler::view).toList();
    return new MemberPage(id, members, found.size() > limit);
  }

  private static MemberView view(StoredMembership member) {
    return new MemberView(
        member.userId(),
        member.role(),
        member.joinedAt(),
        member.joinedSeq(),
        member.readSeq(),
        member.deliveredSeq());
  }
}
