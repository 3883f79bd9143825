package dev.parley.redisstreams.conformance;

import static dev.parley.redisstreams.TestRedis.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestChannels.Sender;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Two consumers of a group: who gets what, and what becomes of it when one goes. */
abstract class Sharing extends Behaviour {

  private static final String SHORT = "PT1S";
  private static final String LONG = "PT5M";

  @In.ExclusiveModes
  void twoConsumers_eachPartitionHasOneReader(Mode mode) throws Exception {
    int streams = streams(mode).size();
    try (Sender sender = sender(mode);
        Worker one = worker(mode, "consumer", "one");
        Worker two = worker(mode, "consumer", "two")) {
      until("shared out", () -> leases(one) + leases(two) == streams && isFair(mode, one, two));
      send(sender, 0, 160, 40);
      until("all", () -> all(one, two).equals(numbers(0, 160)));
      untilSettled(mode);
      assertEquals(160, one.taken.size() + two.taken.size(), "none twice");
      assertOneAfterTheOther(one, two);
      assertFirstDeliveriesInOrder(one);
      assertFirstDeliveriesInOrder(two);
    }
  }

  private static boolean isFair(Mode mode, Worker one, Worker two) {
    return mode.partitions() == 0 || leases(one) > 0 && leases(two) > 0;
  }

  private static int leases(Worker worker) {
    return worker.meters().leases();
  }

  /** Of each partition: whoever read it, it was under a lease that is newer than that before. */
  private static void assertOneAfterTheOther(Worker... workers) {
    Map<String, List<Worker.Taken>> byPartition =
        Arrays.stream(workers)
            .flatMap(worker -> worker.taken.stream())
            .sorted(Comparator.comparing(one -> Integer.valueOf(one.payload())))
            .collect(Collectors.groupingBy(one -> one.metadata().stream()));
    byPartition.forEach(
        (partition, entries) -> {
          Map<String, Long> epochs = new HashMap<>();
          for (Worker.Taken one : entries) {
            long epoch = one.metadata().lease().epoch();
            Long before = epochs.put(one.metadata().key(), epoch);
            assertTrue(before == null || before <= epoch, partition);
          }
        });
  }

  @In.SharedModes
  void twoConsumers_shareTheEntriesAndNoneComesTwice(Mode mode) throws Exception {
    try (Sender sender = sender(mode);
        Worker one = worker(mode, "batch-size", "5");
        Worker two = worker(mode, "batch-size", "5")) {
      until("both there", () -> leases(one) > 0 && leases(two) > 0);
      int sent = 0;
      while (sent < 5_000 && (one.taken.isEmpty() || two.taken.isEmpty())) {
        send(sender, sent, sent + 50, 50);
        sent += 50;
      }
      assertFalse(one.taken.isEmpty());
      assertFalse(two.taken.isEmpty());
      Set<String> all = numbers(0, sent);
      until("all", () -> all(one, two).equals(all));
      untilSettled(mode);
      assertEquals(sent, one.taken.size() + two.taken.size(), "none twice");
    }
  }

  @In.EveryMode
  void oneThatLeaves_isFollowedLongBeforeItsLeaseEnds(Mode mode) throws Exception {
    try (Sender sender = sender(mode);
        Worker stays = worker(mode, "lease", LONG)) {
      Worker leaves = worker(mode, "lease", LONG);
      until("both work", () -> leases(stays) + leases(leaves) >= streams(mode).size());
      send(sender, 0, 40, 20);
      until("all", () -> all(stays, leaves).equals(numbers(0, 40)));
      leaves.close();
      send(sender, 40, 80, 20);
      until("all of the second half", () -> stays.distinct().containsAll(numbers(40, 80)));
      untilSettled(mode);
      assertEquals(80, stays.taken.size() + leaves.taken.size(), "none twice");
    }
  }

  @In.EveryMode
  void oneThatCrashes_isFollowedWhenItsLeaseEnds(Mode mode) throws Exception {
    List<Worker.Taken> hands = new CopyOnWriteArrayList<>();
    try (Sender sender = sender(mode)) {
      Worker dies = mortalWorker(mode, hands::add, "lease", SHORT);
      send(sender, 0, 40, 20);
      until("some in its hands", () -> !hands.isEmpty());
      try (Worker heir = worker(mode, "lease", SHORT)) {
        Set<String> had = Set.copyOf(dies.payloads());
        dies.crash();
        send(sender, 40, 60, 20);
        until("all but what it may have had", () -> heir.distinct().equals(numbers(0, 60)));
        untilSettled(mode);
        for (Worker.Taken one : heir.taken) {
          assertTrue(!had.contains(one.payload()) || one.metadata().redelivered());
        }
        if (!mode.shared()) {
          assertFirstDeliveriesInOrder(heir);
        }
      }
    }
  }
}
