package dev.parley.gateway.presence;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.uplink.LocalMethod;
import dev.parley.gateway.uplink.NodeQueries;
import dev.parley.json.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * {@code presence:watch}: what presence-service says of these users, and from then on their {@code
 * user:status}. First the routes, then the question: so no change is missed in between. Its answer
 * also says who may not be watched.
 */
@Singleton
final class WatchMethod implements LocalMethod {

  private static final StrictJson<PresenceQuery> PARAMS = StrictJson.of(PresenceQuery.class);
  private static final StrictJson<Answer> ANSWER = StrictJson.of(Answer.class);

  /** What of the answer is of interest here; the client gets all of it, as it is. */
  private record Answer(List<String> refused) {

    List<String> nobodyOrRefused() {
      return refused == null ? List.of() : refused;
    }
  }

  private final WatchedUsers watched;
  private final NodeQueries queries;

  @Inject
  WatchMethod(WatchedUsers watched, NodeQueries queries) {
    this.watched = watched;
    this.queries = queries;
  }

  @Override
  public String name() {
    return PresenceMethod.WATCH;
  }

  @Override
  public Uni<RawJson> call(Session session, byte[] params) {
    PresenceQuery query = PARAMS.read(params).check();
    return Uni.createFrom().deferred(() -> watch(session, query));
  }

  private Uni<RawJson> watch(Session session, PresenceQuery query) {
    WatchedUsers.Question question = watched.begin(session, query.userIds());
    return watched
        .registered(question)
        .chain(() -> queries.askPresence(name(), session.userId(), PARAMS.write(query)))
        .invoke(answer -> watched.answered(question, ANSWER.read(answer.utf8()).nobodyOrRefused()))
        .onFailure()
        .invoke(failure -> watched.failed(question));
  }
}
