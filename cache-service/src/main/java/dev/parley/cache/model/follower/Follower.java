package dev.parley.cache.model.follower;

import dev.parley.cache.model.ModelChange;
import dev.parley.cache.model.ModelMeters;
import dev.parley.cache.model.ModelMeters.Outcome;
import dev.parley.cache.model.ModelStore;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The way of a batch of events: read, apply, note up to where. What is wrong with one event rejects
 * its entry, and all its other events are applied; what is wrong with Redis fails the batch, which
 * then comes again.
 *
 * <p>One batch at a time; the threads may differ.
 */
@Singleton
class Follower {

  private final EventReader reader;
  private final ModelStore models;
  private final ModelMeters meters;

  @Inject
  Follower(EventReader reader, ModelStore models, ModelMeters meters) {
    this.reader = reader;
    this.models = models;
    this.meters = meters;
  }

  /** Completes when all is applied, and noted to be. */
  Uni<Void> process(List<byte[]> entries, IncomingRedisStreamBatch batch) {
    List<ModelChange> changes = new ArrayList<>();
    Tally tally = new Tally();
    Map<Integer, String> ends = new TreeMap<>();
    for (int i = 0; i < entries.size(); i++) {
      IncomingRedisStreamMetadata entry = batch.entries().get(i);
      try {
        read(entries.get(i), changes, tally);
      } catch (MalformedException poison) {
        Log.warnf("%s %s is rejected: %s", entry.stream(), entry.id(), poison.getMessage());
        batch.reject(i, poison);
      }
      ends.put(entry.partition(), entry.id());
    }
    return models.apply(changes).chain(() -> models.applied(ends)).invoke(() -> tally.tell(meters));
  }

  /** Reads all events of an entry before it fails because of one of them. */
  private void read(byte[] entry, List<ModelChange> changes, Tally tally) {
    MalformedException poison = null;
    for (Envelope event : decode(entry, tally)) {
      try {
        tally.read(event, reader.read(event, changes));
      } catch (MalformedException wrong) {
        tally.rejected++;
        poison = wrong;
      }
    }
    if (poison != null) {
      throw poison;
    }
  }

  private static List<Envelope> decode(byte[] entry, Tally tally) {
    try {
      return EnvelopeCodec.decodeAll(entry);
    } catch (MalformedException poison) {
      tally.rejected++;
      throw poison;
    }
  }

  /** What a batch has come to. */
  private static final class Tally {

    private int applied;
    private int ignored;
    private int rejected;
    private long oldest = Long.MAX_VALUE;

    void read(Envelope event, boolean changes) {
      if (changes) {
        applied++;
      } else {
        ignored++;
      }
      oldest = Math.min(oldest, event.time());
    }

    void tell(ModelMeters meters) {
      meters.events(Outcome.APPLIED, applied);
      meters.events(Outcome.IGNORED, ignored);
      meters.events(Outcome.REJECTED, rejected);
      if (oldest < Long.MAX_VALUE) {
        meters.lag(Duration.between(Instant.ofEpochMilli(oldest), Instant.now()));
      }
    }
  }
}
