package dev.parley.redisstreams.conformance;

import dev.parley.redisstreams.TestCluster;
import dev.parley.redisstreams.TestServers;
import org.junit.jupiter.api.Nested;

class ClusterConformanceTest extends ChannelConformance {

  private TestCluster cluster;

  @Override
  TestServers open() {
    cluster = new TestCluster();
    return cluster;
  }

  @Nested
  class Changes extends Moving {
    @Override
    TestCluster cluster() {
      return cluster;
    }
  }
}
