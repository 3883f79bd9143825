package dev.parley.presence.view;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.presence.PresenceList;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.presence.rule.WatchRule;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.PresenceViews;
import dev.parley.presence.state.Presences;
import dev.parley.presence.store.RedisClock;
import dev.parley.service.RefusedException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What is seen of presence now. All fail with {@link RefusedException}: {@code unavailable} when
 * Redis, or whoever knows the rule, cannot be reached. Thread-safe.
 */
@Singleton
public class Viewing {

  private final Presences presences;
  private final PresenceViews views;
  private final RedisClock clock;
  private final WatchRule rule;

  @Inject
  Viewing(Presences presences, PresenceViews views, RedisClock clock, WatchRule rule) {
    this.presences = presences;
    this.views = views;
    this.clock = clock;
    this.rule = rule;
  }

  /**
   * Users as the viewer sees them, each once; the viewer itself as it is.
   *
   * @param users a thousand at most
   */
  public Uni<PresenceList> list(Viewer viewer, Collection<String> users) {
    Set<String> asked = new LinkedHashSet<>(users);
    return refused(viewer, asked)
        .chain(
            refused -> {
              asked.removeAll(refused);
              return look(asked, user -> viewer.is(user))
                  .map(seen -> new PresenceList(seen, orNull(refused)));
            });
  }

  /** One user; fails with {@code forbidden} when the viewer may not watch it. */
  public Uni<PresenceView> one(Viewer viewer, String user) {
    return permitted(viewer, List.of(user))
        .chain(() -> look(Set.of(user), viewer::is))
        .map(seen -> seen.get(0));
  }

  /** Users as others see them. */
  public Uni<List<PresenceView>> faces(Collection<String> users) {
    return look(new LinkedHashSet<>(users), user -> false);
  }

  /** Completes when the viewer may watch all of them; fails with {@code forbidden} otherwise. */
  public Uni<Void> permitted(Viewer viewer, Collection<String> users) {
    return refused(viewer, users)
        .invoke(
            refused -> {
              if (!refused.isEmpty()) {
                throw new RefusedException(
                    ErrorCode.FORBIDDEN,
                    viewer.userId() + " may not watch " + refused.iterator().next());
              }
            })
        .replaceWithVoid();
  }

  /** All that is known of a user. */
  public Uni<Presence> presence(String user) {
    return find(Set.of(user)).map(found -> found.get(user));
  }

  /** How many are here. */
  public Uni<Presences.Online> online() {
    return presences.online().onFailure().transform(Viewing::away);
  }

  private Uni<Set<String>> refused(Viewer viewer, Collection<String> users) {
    return viewer.isService()
        ? Uni.createFrom().item(Set.of())
        : rule.refused(viewer.userId(), users);
  }

  private Uni<List<PresenceView>> look(Set<String> users, Function<String, Boolean> own) {
    if (users.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return Uni.combine()
        .all()
        .unis(find(users), clock.now().onFailure().transform(Viewing::away))
        .with(
            (found, now) ->
                users.stream()
                    .map(user -> views.view(user, found.get(user), now, own.apply(user)))
                    .toList());
  }

  private Uni<Map<String, Presence>> find(Set<String> users) {
    return presences.find(users).onFailure().transform(Viewing::away);
  }

  private static Throwable away(Throwable failure) {
    Log.debugf("presence cannot be read: %s", failure);
    return new RefusedException(ErrorCode.UNAVAILABLE, "presence cannot be read now");
  }

  private static List<String> orNull(Set<String> refused) {
    return refused.isEmpty() ? null : List.copyOf(refused);
  }
}
