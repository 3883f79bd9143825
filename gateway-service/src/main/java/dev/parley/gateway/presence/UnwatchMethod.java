package dev.parley.gateway.presence;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.uplink.LocalMethod;
import dev.parley.json.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code presence:unwatch}: the connection is told of these users no longer. */
@Singleton
final class UnwatchMethod implements LocalMethod {

  private static final StrictJson<PresenceQuery> PARAMS = StrictJson.of(PresenceQuery.class);

  /** The JSON of {@code Taken}. */
  private static final RawJson TAKEN = RawJson.of("{}");

  private final WatchedUsers watched;

  @Inject
  UnwatchMethod(WatchedUsers watched) {
    this.watched = watched;
  }

  @Override
  public String name() {
    return PresenceMethod.UNWATCH;
  }

  @Override
  public Uni<RawJson> call(Session session, byte[] params) {
    watched.unwatch(session, PARAMS.read(params).check().userIds());
    return Uni.createFrom().item(TAKEN);
  }
}
