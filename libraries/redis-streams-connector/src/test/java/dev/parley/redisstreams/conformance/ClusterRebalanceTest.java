package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;

import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.redisstreams.TestChannels.Sender;
import dev.parley.redisstreams.TestCluster;
import dev.parley.redisstreams.TestRedis;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** On a Cluster each partition has a reader of its own, that comes and goes with the lease. */
class ClusterRebalanceTest {

  private static final int ROUNDS = 12;

  /** Names are new in each round, and so is who should read what. */
  @Test
  void partitionThatIsGivenAwayAndWonAgainAtOnce_isRead() throws Exception {
    try (TestCluster cluster = new TestCluster()) {
      for (int round = 0; round < ROUNDS; round++) {
        String stream = TestRedis.uniqueStream();
        try (Sender sender = new Sender(cluster, "stream", stream, "partitions", "16");
            Worker stays = worker(cluster, stream)) {
          Worker leaves = worker(cluster, stream);
          until("all read", () -> stays.meters().leases() + leaves.meters().leases() >= 16);
          send(sender, 40);
          until("taken", () -> stays.taken.size() + leaves.taken.size() >= 40);
          leaves.close();
          send(sender, 40);
          until("taken by one", () -> stays.taken.size() + leaves.taken.size() >= 80);
        }
      }
    }
  }

  private static Worker worker(TestCluster cluster, String stream) {
    return new Worker(
        cluster.access(),
        new Mode(16, false, true),
        1,
        Worker.Taken::done,
        "stream",
        stream,
        "partitions",
        "16",
        "group",
        "g",
        "batch",
        "true",
        "lease",
        "PT5M",
        "block",
        "PT0.2S");
  }

  private static void send(Sender sender, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      sender
          .send("m" + i, OutgoingRedisStreamMetadata.ofKey("k" + i % 20))
          .get(30, TimeUnit.SECONDS);
    }
  }
}
