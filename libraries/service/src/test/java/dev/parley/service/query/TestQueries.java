package dev.parley.service.query;

import dev.parley.contracts.query.ListMembers;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** What a service with queries has: its channel, its settings, and a query that says who asked. */
@Singleton
public class TestQueries implements QueryHandler<ListMembers> {

  static final String TYPE = "test:asker";

  /** Machines that run tests may be slow. */
  private record Settings(int atOnce, Duration maxAge) implements QuerySettings {}

  @Inject
  @Channel("queries")
  Multi<Message<byte[]>> queries;

  void start(@Observes StartupEvent started, QueryProcessor processor) {
    processor.answer(queries, new Settings(32, Duration.ofMinutes(1)));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Class<ListMembers> payloadType() {
    return ListMembers.class;
  }

  @Override
  public Uni<?> answer(ListMembers query, String user) {
    return Uni.createFrom().item(Map.of("asker", user));
  }
}
