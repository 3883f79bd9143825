package dev.parley.presence.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.event.EventType;
import dev.parley.presence.signal.SignalMeters.Outcome;
import dev.parley.presence.state.PresenceRules;
import dev.parley.presence.state.PresenceViews;
import dev.parley.presence.store.PresenceStore;
import dev.parley.presence.store.RedisClock;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.routing.Downlink;
import dev.parley.routing.Outbox;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The way of a batch: read, look up, carry out, store, tell. What is wrong with one entry rejects
 * that entry and nothing else; what is wrong with Redis, or that another replica was faster, fails
 * the batch, which then comes again. A batch about many users goes that way {@value #AT_ONCE} of
 * its signals at a time.
 *
 * <p>One batch at a time; the threads may differ.
 */
@Singleton
final class SignalProcessor {

  /** Signals that are carried out together: an entry may be about many users. */
  private static final int AT_ONCE = 500;

  private final SignalDecoder decoder;
  private final PresenceStore store;
  private final Leases leases;
  private final RedisClock clock;
  private final PresenceRules rules;
  private final PresenceViews views;
  private final Downlink downlink;
  private final ObjectMapper json;
  private final SignalMeters meters;

  @Inject
  SignalProcessor(
      SignalDecoder decoder,
      PresenceStore store,
      Leases leases,
      RedisClock clock,
      PresenceRules rules,
      PresenceViews views,
      Downlink downlink,
      ObjectMapper json,
      SignalMeters meters) {
    this.decoder = decoder;
    this.store = store;
    this.leases = leases;
    this.clock = clock;
    this.rules = rules;
    this.views = views;
    this.downlink = downlink;
    this.json = json;
    this.meters = meters;
  }

  /** Completes when everything is stored and told. */
  Uni<Void> process(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    return carryOut(decode(payloads, batch), 0, batch);
  }

  private Uni<Void> carryOut(List<Signal> all, int from, IncomingRedisStreamBatch batch) {
    if (from >= all.size()) {
      return Uni.createFrom().voidItem();
    }
    int to = Math.min(all.size(), from + AT_ONCE);
    List<Signal> signals = all.subList(from, to);
    return begin(signals)
        .chain(
            run -> {
              run.apply(signals, batch);
              return store(run).chain(() -> tell(run));
            })
        .chain(() -> carryOut(all, to, batch));
  }

  private List<Signal> decode(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    List<Signal> signals = new ArrayList<>(payloads.size());
    for (int i = 0; i < payloads.size(); i++) {
      IncomingRedisStreamMetadata entry = batch.entries().get(i);
      try {
        signals.addAll(decoder.decode(payloads.get(i), i, entry));
      } catch (MalformedException poison) {
        Log.warnf("%s %s is not a signal: %s", entry.stream(), entry.id(), poison.getMessage());
        batch.reject(i, poison);
        meters.count(Outcome.REJECTED);
      }
    }
    return signals;
  }

  /** Looks up all that the signals need to know, at the same time. */
  private Uni<SignalRun> begin(List<Signal> signals) {
    Set<String> users = new HashSet<>();
    Set<String> living = new HashSet<>();
    Set<String> dead = new HashSet<>();
    long latest = 0;
    for (Signal signal : signals) {
      users.add(signal.user());
      if (signal instanceof Signal.Connections connections) {
        living.add(connections.payload().node());
      } else if (signal instanceof Signal.Gone gone) {
        dead.add(gone.payload().node());
      } else if (signal instanceof Signal.Due due) {
        // Redis has said that it is that late; our clock may be behind.
        latest = Math.max(latest, due.entry().envelope().time());
      }
    }
    long atLeast = latest;
    return Uni.combine()
        .all()
        .unis(store.find(users), leases.alive(living, dead), clock.now())
        .with(
            (found, alive, now) ->
                new SignalRun(rules, views, meters, found, alive, Math.max(now, atLeast)));
  }

  private Uni<Void> store(SignalRun run) {
    return store
        .write(run.changes())
        .invoke(
            overtaken -> {
              if (!overtaken.isEmpty()) {
                throw new OvertakenException(overtaken.size());
              }
            })
        .replaceWithVoid();
  }

  private Uni<Void> tell(SignalRun run) {
    Outbox outbox = downlink.begin();
    for (SignalRun.Answer answer : run.answers()) {
      outbox.reply(answer.to().replyTo(), answer.error(), encode(answer.payload()));
    }
    for (Work work : run.ownTold()) {
      outbox.deliver(
          List.of(work.user), work.chooser(), EventType.USER_STATUS, encode(run.view(work, true)));
    }
    List<Work> told = run.told();
    for (Work work : told) {
      outbox.status(work.user, encode(run.view(work, false)));
    }
    return outbox.send().invoke(() -> meters.told(told.size()));
  }

  private RawJson encode(Object value) {
    try {
      return RawJson.of(json.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
