package dev.parley.cache.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.cache.CacheServiceSettings;
import dev.parley.service.node.Questions;
import dev.parley.service.node.Requests;
import dev.parley.service.query.Answers;
import dev.parley.service.query.Lookup;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import dev.parley.service.query.QueryMeters;
import io.quarkus.arc.All;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Makes beans of what services have in common. */
class ReadBeans {

  /** What may wait for the connector. */
  private static final int BUFFER = 1024;

  /** The way by which message-service is asked. */
  @Produces
  @Singleton
  Questions questions(
      @Channel("questions") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<byte[]> questions,
      Requests requests,
      CacheServiceSettings settings,
      ObjectMapper json) {
    RequestSettings bounds = settings.requests();
    return new Questions(
        requests.by(questions, new Requests.Bounds(bounds.maxPending(), bounds.timeout())), json);
  }

  @Produces
  @Singleton
  PageSize pageSize(ObjectMapper json, CacheServiceSettings settings) {
    return new PageSize(json, settings.reads().maxPageBytes());
  }

  /** What is asked by HTTP. */
  @Produces
  @Singleton
  Answers answers(
      @All List<QueryHandler<?>> handlers,
      Lookup lookup,
      QueryMeters meters,
      CacheServiceSettings settings) {
    return new Answers(handlers, lookup, meters, settings.requests().maxPending());
  }
}
