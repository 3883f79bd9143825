package dev.parley.messages.query;

import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.service.RefusedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who may ask about which conversation. Who has left sees nothing of it any more; who came later
 * sees all of it. Thread-safe.
 */
@ApplicationScoped
public class Seats {

  private final ConversationRepository conversations;
  private final MembershipRepository memberships;

  Seats(ConversationRepository conversations, MembershipRepository memberships) {
    this.conversations = conversations;
    this.memberships = memberships;
  }

  /** The seat of a member; refused to everybody else. */
  Uni<Seat> ofMember(String conversationId, String user) {
    return find(conversationId, user)
        .invoke(
            seat -> {
              if (seat.membership() == null) {
                throw notAMember(conversationId, user);
              }
            });
  }

  /** The same, and a channel may be looked at from outside. */
  Uni<Seat> ofReader(String conversationId, String user) {
    return find(conversationId, user)
        .invoke(
            seat -> {
              boolean open = ConversationType.CHANNEL.equals(seat.conversation().type());
              if (seat.membership() == null && !open) {
                throw notAMember(conversationId, user);
              }
            });
  }

  /** Of a service, which is no member of anything. */
  Uni<Seat> ofNobody(String conversationId) {
    return find(conversationId, "");
  }

  private Uni<Seat> find(String id, String user) {
    return Uni.combine()
        .all()
        .unis(conversations.findAll(List.of(id)), memberships.ofUser(user, List.of(id)))
        .with((found, mine) -> seat(id, found, mine));
  }

  private static Seat seat(String id, List<StoredConversation> found, List<StoredMembership> mine) {
    if (found.isEmpty() || found.get(0).deletedAt() != null) {
      throw new RefusedException(ErrorCode.NOT_FOUND, "no conversation " + id);
    }
    boolean member = !mine.isEmpty() && mine.get(0).leftAt() == null;
    return new Seat(found.get(0), member ? mine.get(0) : null);
  }

  /**
   * Refuses what only services may ask, which ask as nobody.
   *
   * @throws RefusedException when a user asks
   */
  static void ofServices(String user) {
    if (!user.isEmpty()) {
      throw new RefusedException(ErrorCode.FORBIDDEN, "only services can ask this");
    }
  }

  private static RefusedException notAMember(String id, String user) {
    return new RefusedException(ErrorCode.NOT_A_MEMBER, user + " is not a member of " + id);
  }

  /**
   * The seats of a member in those of the conversations that exist and are not deleted, in the
   * order of the ids. One call.
   *
   * @param mine the user's memberships, by conversation
   */
  Uni<List<Seat>> of(Collection<String> ids, Map<String, StoredMembership> mine) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return conversations
        .findAll(ids)
        .map(
            found -> {
              Map<String, StoredConversation> byId =
                  found.stream()
                      .filter(conversation -> conversation.deletedAt() == null)
                      .collect(Collectors.toMap(StoredConversation::id, Function.identity()));
              List<Seat> seats = new ArrayList<>(ids.size());
              for (String id : ids) {
                if (byId.containsKey(id)) {
                  seats.add(new Seat(byId.get(id), mine.get(id)));
                }
              }
              return seats;
            });
  }

  /** Memberships by conversation. */
  static Map<String, StoredMembership> byConversation(List<StoredMembership> memberships) {
    return memberships.stream()
        .collect(Collectors.toMap(StoredMembership::conversationId, Function.identity()));
  }
}
