package dev.parley.redisstreams.assignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {

  private static final int PARTITIONS = 256;
  private final List<String> members = IntStream.range(0, 4).mapToObj(i -> "member-" + i).toList();

  @Test
  void everybody_comes_to_the_same_owner_whatever_the_order() {
    List<String> reversed = new ArrayList<>(members);
    Collections.reverse(reversed);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      assertEquals(Rendezvous.owner(partition, members), Rendezvous.owner(partition, reversed));
    }
  }

  @Test
  void shares_are_about_equal() {
    for (String member : members) {
      long share =
          IntStream.range(0, PARTITIONS)
              .filter(partition -> member.equals(Rendezvous.owner(partition, members)))
              .count();
      assertTrue(share > 40 && share < 90, member + " has " + share);
    }
  }

  @Test
  void one_that_leaves_moves_only_its_own_partitions() {
    List<String> fewer = members.subList(0, 3);
    for (int partition = 0; partition < PARTITIONS; partition++) {
      String before = Rendezvous.owner(partition, members);
      if (fewer.contains(before)) {
        assertEquals(before, Rendezvous.owner(partition, fewer));
      }
    }
  }

  @Test
  void without_members_there_is_no_owner() {
    assertNull(Rendezvous.owner(0, List.of()));
  }
}
