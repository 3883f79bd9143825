package dev.parley.redisstreams.connection;

import dev.parley.redisstreams.NewestRedis;
import dev.parley.redisstreams.TestRedis;
import dev.parley.redisstreams.TestServers;

@NewestRedis
class NewestRedisConnectionTest extends ConnectionContract {

  @Override
  TestServers open() {
    return TestRedis.newest();
  }
}
