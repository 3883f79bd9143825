package dev.parley.redisstreams.incoming;

import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Acknowledgements that travel in one pipeline. They are forgotten when Redis has answered; after a
 * failure they travel again, which changes nothing when they had been carried out.
 */
final class Settling {

  private final Map<Partition, Integer> counts = new LinkedHashMap<>();
  private final List<Request> commands = new ArrayList<>();

  private Settling() {}

  static Settling of(Collection<Partition> partitions) {
    Settling settling = new Settling();
    for (Partition partition : partitions) {
      if (!partition.settled().isEmpty()) {
        settling.counts.put(partition, partition.settled().size());
        settling.commands.addAll(partition.settled());
      }
    }
    return settling;
  }

  List<Request> commands() {
    return commands;
  }

  void answered() {
    counts.forEach((partition, count) -> partition.settled().subList(0, count).clear());
  }
}
