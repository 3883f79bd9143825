package dev.parley.cache.read;

import dev.parley.contracts.view.MembershipView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The seats of users, as fresh as what happened before they were asked for. Fails with {@link
 * BehindException} when that is not to be had in time. Thread-safe.
 */
@Singleton
class Seats {

  private final Freshness freshness;
  private final Loader loader;

  @Inject
  Seats(Freshness freshness, Loader loader) {
    this.freshness = freshness;
    this.loader = loader;
  }

  /** All seats of a user in conversations that are not deleted, in no order. */
  Uni<List<Seat>> of(String user) {
    return freshness
        .reached()
        .invoke(Seats::stopUnlessReached)
        .chain(() -> loader.list(user))
        .chain(list -> seats(list.memberships().values()));
  }

  private static void stopUnlessReached(boolean reached) {
    if (!reached) {
      throw new BehindException("events are not applied in time");
    }
  }

  private Uni<List<Seat>> seats(Collection<MembershipView> memberships) {
    Set<String> ids = new HashSet<>();
    memberships.forEach(one -> ids.add(one.conversationId()));
    return loader
        .conversations(ids)
        .map(
            found -> {
              List<Seat> seats = new ArrayList<>(found.size());
              for (MembershipView me : memberships) {
                if (found.containsKey(me.conversationId())) {
                  Seat seat = new Seat(me, found.get(me.conversationId()));
                  if (!seat.isDeleted()) {
                    seats.add(seat);
                  }
                }
              }
              return seats;
            });
  }
}
