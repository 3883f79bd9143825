package dev.parley.redisstreams.conformance;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestServers;

class StandaloneConformanceTest extends ChannelConformance {

  @Override
  TestServers open() {
    return new TestRedis();
  }
}
