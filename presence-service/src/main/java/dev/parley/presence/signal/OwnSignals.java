package dev.parley.presence.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.id.Ids;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * What this service tells the owners of users, through the channel {@code own-signals}: the way of
 * all signals, so that nothing overtakes anything. Thread-safe.
 */
@Singleton
public final class OwnSignals {

  /** How many are under way at once, of one sender. */
  public static final int STEP = 500;

  /** For what is due and for dead nodes at once, and twice that. */
  private static final int BUFFER = 4 * STEP;

  private final MutinyEmitter<byte[]> signals;
  private final ObjectMapper json;

  OwnSignals(
      @Channel("own-signals") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<byte[]> signals,
      ObjectMapper json) {
    this.signals = signals;
    this.json = json;
  }

  /**
   * A signal about users of a partition.
   *
   * @param users not empty
   * @param time the Redis server's, milliseconds since 1970
   * @param payload names the users
   */
  public Envelope about(List<String> users, String type, long time, Object payload) {
    String key = users.get(0);
    return new Envelope(Ids.random(), type, key, time, key, null, encode(payload));
  }

  private RawJson encode(Object payload) {
    try {
      return RawJson.of(json.writeValueAsBytes(payload));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Appends them, {@value #STEP} at a time. Completes when Redis has all; fails when it has not
   * taken one of them.
   */
  public Uni<Void> send(List<Envelope> envelopes) {
    return sendFrom(envelopes, 0);
  }

  private Uni<Void> sendFrom(List<Envelope> envelopes, int from) {
    if (from >= envelopes.size()) {
      return Uni.createFrom().voidItem();
    }
    int to = Math.min(envelopes.size(), from + STEP);
    List<Uni<Void>> sends = new ArrayList<>(to - from);
    envelopes.subList(from, to).forEach(envelope -> sends.add(send(envelope)));
    return Uni.join().all(sends).andCollectFailures().chain(() -> sendFrom(envelopes, to));
  }

  private Uni<Void> send(Envelope envelope) {
    Metadata metadata = Metadata.of(OutgoingRedisStreamMetadata.ofKey(envelope.key()));
    return signals.sendMessage(Message.of(EnvelopeCodec.encode(envelope), metadata));
  }
}
