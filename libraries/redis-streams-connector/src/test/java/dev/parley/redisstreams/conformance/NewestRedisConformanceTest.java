package dev.parley.redisstreams.conformance;

import dev.parley.redisstreams.NewestRedis;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestServers;

@NewestRedis
class NewestRedisConformanceTest extends ChannelConformance {

  @Override
  TestServers open() {
    return TestRedis.newest();
  }
}
