package dev.parley.redisstreams.assignment;

import io.vertx.redis.client.Request;
import java.util.Collection;
import java.util.List;

/** One reader without rivals, of one stream: no group, no lease. */
public final class SoleReader implements Assignment {

  private final List<Partition> partitions;

  public SoleReader(String stream) {
    partitions = List.of(Partition.alone(stream));
  }

  @Override
  public void start() {}

  @Override
  public void changed() {}

  @Override
  public Collection<Partition> partitions() {
    return partitions;
  }

  @Override
  public List<Request> release(Partition partition) {
    return List.of();
  }

  @Override
  public void fenced(Partition partition) {}

  @Override
  public List<Request> leave() {
    return List.of();
  }

  @Override
  public Collection<String> members() {
    return List.of();
  }
}
