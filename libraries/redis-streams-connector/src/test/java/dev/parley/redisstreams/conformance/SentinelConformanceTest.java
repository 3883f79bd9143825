package dev.parley.redisstreams.conformance;

import dev.parley.redisstreams.TestSentinel;
import dev.parley.redisstreams.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The basic behaviours only: a Sentinel changes who is asked, not what is answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SentinelConformanceTest {

  private TestSentinel servers;

  @BeforeAll
  void start() {
    servers = new TestSentinel(false);
  }

  @AfterAll
  void stop() {
    servers.close();
  }

  @Nested
  class Deliveries extends Delivery {
    @Override
    TestServers servers() {
      return servers;
    }
  }

  @Nested
  class FailOvers extends FailingOver {}
}
