package dev.parley.redisstreams.conformance;

import dev.parley.redisstreams.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * What channels do, however the servers of Redis are arranged: each behaviour in each {@link Mode}
 * in which there is such a thing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChannelConformance {

  private TestServers servers;

  /** The servers that are used by all tests; closed at the end. */
  abstract TestServers open();

  TestServers servers() {
    return servers;
  }

  @BeforeAll
  void start() {
    servers = open();
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
  class Consumers extends Sharing {
    @Override
    TestServers servers() {
      return servers;
    }
  }

  @Nested
  class FailingEntries extends Failures {
    @Override
    TestServers servers() {
      return servers;
    }
  }

  @Nested
  class Disturbances extends Breakage {
    @Override
    TestServers servers() {
      return servers;
    }
  }

  @Nested
  class Senders extends Sending {
    @Override
    TestServers servers() {
      return servers;
    }
  }

  @Nested
  class LoneReaders extends Positions {
    @Override
    TestServers servers() {
      return servers;
    }
  }

  @Nested
  class Watchers extends Numbers {
    @Override
    TestServers servers() {
      return servers;
    }
  }

  @Nested
  class ClosedChannels extends Closing {
    @Override
    TestServers servers() {
      return servers;
    }
  }
}
