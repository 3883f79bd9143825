package dev.parley.redisstreams.connection;

import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestServers;

class StandaloneConnectionTest extends ConnectionContract {

  @Override
  TestServers open() {
    return new TestRedis();
  }
}
