package dev.parley.service.settings;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.redis.client.RedisClientType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Stops the start on a Redis Cluster with too few connections: there each reader of a partition has
 * its own, and who gets none waits for ever.
 */
@Singleton
class ClusterPool {

  private static final int PER_PARTITION = 3;
  private static final int OTHERS = 16;

  void check(
      @Observes StartupEvent starting,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers,
      @ConfigProperty(name = "quarkus.redis.max-pool-size", defaultValue = "6") int connections,
      @ConfigProperty(name = "parley.partitions", defaultValue = "16") int partitions) {
    check(servers, connections, partitions);
  }

  static void check(RedisClientType servers, int connections, int partitions) {
    int least = PER_PARTITION * partitions + OTHERS;
    if (servers == RedisClientType.CLUSTER && connections < least) {
      throw new ConfigurationException(
          "quarkus.redis.max-pool-size is %d: on a Redis Cluster it must be at least %d, %d for each of %d partitions and %d."
              .formatted(connections, least, PER_PARTITION, partitions, OTHERS));
    }
  }
}
