package dev.parley.cache.read;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.service.query.QueryProcessor;
import dev.parley.service.query.QuerySettings;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The query stream of this service, which all replicas share. */
@ApplicationScoped
public class QueryStream {

  private final Multi<Message<byte[]>> queries;
  private final QueryProcessor processor;
  private final QuerySettings settings;

  QueryStream(
      @Channel("queries") Multi<Message<byte[]>> queries,
      QueryProcessor processor,
      CacheServiceSettings settings) {
    this.queries = queries;
    this.processor = processor;
    this.settings = settings.queries();
  }

  void start(@Observes StartupEvent started) {
    processor.answer(queries, settings);
  }
}
