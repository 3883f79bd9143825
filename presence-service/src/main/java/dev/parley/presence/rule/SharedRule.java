package dev.parley.presence.rule;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.RefusedException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Only who shares a conversation may watch. What was answered is remembered for a while, either
 * way, so that few questions are asked: at most one for each call.
 */
final class SharedRule implements WatchRule {

  private record Pair(String viewer, String user) {}

  private final BiFunction<String, Collection<String>, Uni<Set<String>>> sharing;
  private final Cache<Pair, Boolean> known;

  /**
   * @param sharing asks which of the users share a conversation with a user
   * @param clock of the time that answers are remembered
   */
  SharedRule(
      BiFunction<String, Collection<String>, Uni<Set<String>>> sharing,
      WatchSettings settings,
      Ticker clock) {
    this.sharing = sharing;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(settings.maxRemembered())
            .expireAfterWrite(settings.remember())
            .ticker(clock)
            .executor(Runnable::run)
            .build();
  }

  @Override
  public Uni<Set<String>> refused(String viewer, Collection<String> users) {
    Set<String> refused = new HashSet<>();
    Set<String> unknown = new LinkedHashSet<>();
    for (String user : users) {
      if (!user.equals(viewer)) {
        Boolean shares = known.getIfPresent(new Pair(viewer, user));
        if (shares == null) {
          unknown.add(user);
        } else if (!shares) {
          refused.add(user);
        }
      }
    }
    return unknown.isEmpty()
        ? Uni.createFrom().item(refused)
        : ask(viewer, unknown)
            .map(
                sharing -> {
                  unknown.removeAll(sharing);
                  refused.addAll(unknown);
                  return refused;
                });
  }

  private Uni<Set<String>> ask(String viewer, Set<String> users) {
    return sharing
        .apply(viewer, users)
        .invoke(
            shared ->
                users.forEach(user -> known.put(new Pair(viewer, user), shared.contains(user))))
        .onFailure(RefusedException.class)
        .transform(SharedRule::unavailable);
  }

  private static Throwable unavailable(Throwable refused) {
    Log.debugf("who shares a conversation is not known: %s", refused.getMessage());
    return new RefusedException(
        ErrorCode.UNAVAILABLE, "whom the user may watch cannot be found out now");
  }
}
