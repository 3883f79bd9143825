package dev.parley.messages.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.service.query.Answers;
import dev.parley.service.query.Lookup;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import dev.parley.service.query.QueryMeters;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes beans of what services have in common. */
class QueryBeans {

  /** {@code parley.queries.max-page-bytes}. */
  @Produces
  @Singleton
  PageSize pageSize(ObjectMapper json, MessageServiceSettings settings) {
    return new PageSize(json, settings.queries().maxPageBytes());
  }

  /** What is asked by HTTP: no more at once than commands of this process's own may be. */
  @Produces
  @Singleton
  Answers answers(
      @All List<QueryHandler<?>> handlers,
      Lookup lookup,
      QueryMeters meters,
      MessageServiceSettings settings) {
    return new Answers(handlers, lookup, meters, settings.submissions().maxPending());
  }
}
