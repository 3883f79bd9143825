package dev.parley.presence.query;

import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.presence.view.Viewer;
import dev.parley.presence.view.Viewing;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * {@code presence:get} and {@code presence:watch}: users as the asker may see them now. That their
 * changes are told to who watches is the gateways' affair.
 */
class ViewQueries {

  private record Views(String type, Viewing viewing) implements QueryHandler<PresenceQuery> {

    @Override
    public Class<PresenceQuery> payloadType() {
      return PresenceQuery.class;
    }

    @Override
    public Uni<?> answer(PresenceQuery query, String user) {
      return viewing.list(Viewer.of(user), query.userIds());
    }
  }

  @Produces
  @Singleton
  QueryHandler<PresenceQuery> get(Viewing viewing) {
    return new Views(PresenceMethod.GET, viewing);
  }

  @Produces
  @Singleton
  QueryHandler<PresenceQuery> watch(Viewing viewing) {
    return new Views(PresenceMethod.WATCH, viewing);
  }
}
