package dev.parley.presence.query;

import dev.parley.presence.PresenceSettings;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The consumer of the stream of questions, which all replicas share: {@code parley.queries.at-once}
 * are under way, in no order, and a slow one holds up none of the others. Ends with the channel.
 */
@ApplicationScoped
public class QueryStream {

  private final Multi<Message<byte[]>> queries;
  private final QueryProcessor processor;
  private final int atOnce;

  QueryStream(
      @Channel("queries") Multi<Message<byte[]>> queries,
      QueryProcessor processor,
      PresenceSettings settings) {
    this.queries = queries;
    this.processor = processor;
    this.atOnce = settings.queries().atOnce();
  }

  void start(@Observes StartupEvent started) {
    queries
        .onItem()
        .transformToUni(processor::process)
        .merge(atOnce)
        .subscribe()
        .with(done -> {}, stopped -> Log.error("no more questions are answered", stopped));
  }
}
