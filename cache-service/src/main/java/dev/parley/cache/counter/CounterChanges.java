package dev.parley.cache.counter;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.cache.CacheServiceSettings;
import dev.parley.json.StrictJson;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.service.Rounds;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Tells which posts have changed, and what their counters are now, through the channel {@code
 * counter-changes}, partitioned by post. Every replica looks; each post is told by one of them, at
 * least once per change and at most about once a second. Of two messages about a post the one with
 * the lower revision is old.
 */
@Singleton
class CounterChanges {

  /** Posts of one bucket that are taken in one go; the next go follows at once. */
  static final int AT_ONCE = 100;

  /** What is under way at once, at most. */
  private static final int STEP = 500;

  private static final StrictJson<Told> JSON = StrictJson.of(Told.class);

  /** A message. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Told(
      String postId,
      long likes,
      long views,
      long uniqueViews,
      long comments,
      long revision,
      Boolean deleted) {

    static Told of(Counts now) {
      return new Told(
          now.postId(),
          now.likes(),
          now.views(),
          now.uniqueViews(),
          now.comments(),
          now.revision(),
          now.known() ? null : true);
    }
  }

  private final Counters counters;
  private final ChangedPosts changed;
  private final MutinyEmitter<byte[]> channel;
  private final Duration interval;
  private final Rounds rounds;
  private final LongAdder told = new LongAdder();

  @Inject
  CounterChanges(
      Counters counters,
      ChangedPosts changed,
      @Channel("counter-changes")
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 2 * STEP)
          MutinyEmitter<byte[]> channel,
      CacheServiceSettings settings,
      Vertx vertx) {
    this.counters = counters;
    this.changed = changed;
    this.channel = channel;
    this.interval = settings.counters().dueInterval();
    this.rounds = new Rounds("changes of counters", vertx, this::tellChanges);
  }

  void start(@Observes StartupEvent starting, MeterRegistry meters) {
    FunctionCounter.builder("parley.counters.told", told, LongAdder::sum)
        .description("Posts whose change was told, each time")
        .register(meters);
    rounds.begin(interval);
  }

  void stop(@Observes ShutdownEvent stopping) {
    rounds.end();
  }

  /** Completes at the first look after which nothing is left. */
  private Uni<Void> tellChanges() {
    return changed
        .take()
        .chain(
            posts -> {
              if (posts.isEmpty()) {
                return Uni.createFrom().voidItem();
              }
              Uni<Void> done = tell(posts, 0);
              return posts.size() >= AT_ONCE && !rounds.isStopped()
                  ? done.chain(this::tellChanges)
                  : done;
            });
  }

  private Uni<Void> tell(List<String> posts, int from) {
    if (from >= posts.size()) {
      return Uni.createFrom().voidItem();
    }
    int to = Math.min(posts.size(), from + STEP);
    return counters
        .read(posts.subList(from, to), null)
        .chain(this::send)
        .chain(() -> tell(posts, to));
  }

  private Uni<Void> send(List<Counts> posts) {
    List<Uni<Void>> sends = new ArrayList<>(posts.size());
    for (Counts post : posts) {
      Metadata metadata = Metadata.of(OutgoingRedisStreamMetadata.ofKey(post.postId()));
      byte[] payload = JSON.write(Told.of(post)).utf8();
      sends.add(channel.sendMessage(Message.of(payload, metadata)));
    }
    return Uni.join()
        .all(sends)
        .andCollectFailures()
        .invoke(() -> told.add(posts.size()))
        .chain(() -> changed.settle(posts));
  }
}
