package dev.parley.benchmark.cache;

import dev.parley.benchmark.Store;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The event streams: what is appended to them here, and how much of it is still to be applied.
 * Blocks; for one thread at a time.
 */
final class EventStreams {

  private static final RedisKeys KEYS = new RedisKeys(RedisKeys.DEFAULT_PREFIX);
  private static final int PIPELINE = 200;

  private record Entry(int partition, List<Envelope> events) {}

  private final Store store;
  private final Progress progress = new Progress(Partitions.DEFAULT_COUNT);
  private final String[] applied =
      IntStream.range(0, Partitions.DEFAULT_COUNT)
          .mapToObj(KEYS::modelsApplied)
          .toArray(String[]::new);

  EventStreams(Store store) {
    this.store = store;
  }

  /**
   * Appends so many events, each conversation's in their order.
   *
   * @param batch events of an entry
   */
  void append(Happenings happenings, int count, int batch) {
    List<Entry> ready = new ArrayList<>(PIPELINE);
    List<List<Envelope>> open = new ArrayList<>();
    for (int partition = 0; partition < Partitions.DEFAULT_COUNT; partition++) {
      open.add(new ArrayList<>(batch));
    }
    for (int i = 0; i < count; i++) {
      Envelope event = happenings.next();
      int partition = Partitions.of(event.key(), Partitions.DEFAULT_COUNT);
      open.get(partition).add(event);
      if (open.get(partition).size() == batch) {
        ready.add(new Entry(partition, open.set(partition, new ArrayList<>(batch))));
      }
      if (ready.size() == PIPELINE) {
        append(ready);
        ready.clear();
      }
    }
    for (int partition = 0; partition < open.size(); partition++) {
      if (!open.get(partition).isEmpty()) {
        ready.add(new Entry(partition, open.get(partition)));
      }
    }
    append(ready);
  }

  /** How many of the events that were appended here are not applied yet. */
  long open() {
    Response ids = store.ask(Command.MGET, applied);
    for (int partition = 0; partition < applied.length; partition++) {
      Response id = ids.get(partition);
      if (id != null) {
        progress.reach(partition, id.toString());
      }
    }
    return progress.open();
  }

  private void append(List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    List<Response> ids = store.pipeline(entries.stream().map(EventStreams::add).toList());
    for (int i = 0; i < ids.size(); i++) {
      Entry entry = entries.get(i);
      progress.add(entry.partition(), ids.get(i).toString(), entry.events().size());
    }
  }

  private static Request add(Entry entry) {
    return Request.cmd(Command.XADD)
        .arg(RedisKeys.partition(KEYS.events(), entry.partition()))
        .arg("*")
        .arg("data")
        .arg(EnvelopeCodec.encodeAll(entry.events()));
  }
}
