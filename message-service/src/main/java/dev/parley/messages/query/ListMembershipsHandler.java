package dev.parley.messages.query;

import dev.parley.contracts.query.ListMemberships;
import dev.parley.contracts.reply.MembershipPage;
import dev.parley.contracts.view.MembershipView;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** {@code user:memberships}: for services, which ask as nobody. One call to MongoDB. */
@ApplicationScoped
public class ListMembershipsHandler implements QueryHandler<ListMemberships> {

  private final MembershipRepository memberships;
  private final PageSize pageSize;

  ListMembershipsHandler(MembershipRepository memberships, PageSize pageSize) {
    this.memberships = memberships;
    this.pageSize = pageSize;
  }

  @Override
  public String type() {
    return ListMemberships.TYPE;
  }

  @Override
  public Class<ListMemberships> payloadType() {
    return ListMemberships.class;
  }

  @Override
  public Uni<?> answer(ListMemberships query, String user) {
    Seats.ofServices(user);
    String of = query.userId();
    String after = query.after() == null ? null : StoredMembership.idOf(query.after(), of);
    int limit = query.limit() == null ? ListMemberships.MAX_MEMBERSHIPS : query.limit();
    return memberships.current(List.of(of), after, limit + 1).map(found -> page(found, limit));
  }

  private MembershipPage page(List<StoredMembership> found, int limit) {
    List<MembershipView> fit =
        pageSize.first(found.stream().limit(limit).map(ListMembershipsHandler::view).toList());
    boolean more = fit.size() < found.size();
    return new MembershipPage(fit, more ? fit.get(fit.size() - 1).conversationId() : null);
  }

  private static MembershipView view(StoredMembership membership) {
    return new MembershipView(
        membership.conversationId(),
        membership.role(),
        membership.joinedSeq(),
        membership.readSeq(),
        membership.deliveredSeq(),
        membership.muted(),
        membership.pinned(),
        membership.archivedSeq(),
        membership.revision());
  }
}
