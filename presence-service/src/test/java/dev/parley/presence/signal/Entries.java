package dev.parley.presence.signal;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.key.Partitions;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.PartitionLease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A batch as the connector hands it over.
 *
 * @param deliveryCount how often it was handed over, this time included
 * @param time when Redis took the entries
 */
record Entries(List<Envelope> envelopes, int deliveryCount, long time) {

  List<byte[]> payloads() {
    return envelopes.stream().map(EnvelopeCodec::encode).toList();
  }

  IncomingRedisStreamBatch batch() {
    List<IncomingRedisStreamMetadata> entries = new ArrayList<>();
    for (int i = 0; i < envelopes.size(); i++) {
      String key = envelopes.get(i).key();
      int partition = Partitions.of(key, Partitions.DEFAULT_COUNT);
      entries.add(
          new IncomingRedisStreamMetadata(
              "signals:{" + partition + "}",
              partition,
              time + "-" + i,
              key,
              deliveryCount,
              Map.of(),
              PartitionLease.ENDLESS));
    }
    return new IncomingRedisStreamBatch(entries, false);
  }

  /** The same, handed over once more. */
  Entries again() {
    return new Entries(envelopes, deliveryCount + 1, time);
  }
}
