package dev.parley.gateway.watch;

import static dev.parley.gateway.watch.FakeNode.open;
import static dev.parley.gateway.watch.FakeNode.watch;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connects, memberships, answers and writes of routes in any order. */
class AnyOrderTest {

  private final FakeNode node = new FakeNode();
  private final WatchedConversations watched = node.watched(Duration.ofMinutes(5));

  /** What the answer to the next question will be; null when it was not looked up yet. */
  private String[] lookedUp;

  @Test
  void anyOrderOfEvents_endsAsTheMembershipsAre() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Set<String>> members = new TreeMap<>();
    Map<String, Integer> sessions = new TreeMap<>();
    node.slow = true;
    for (int round = 0; round < 400; round++) {
      for (int step = 0; step < 50; step++) {
        happen(members, sessions, random);
      }
      settle(members, random);
      assertAsItIs(members, sessions, "seed " + seed);
    }
    sessions.forEach((user, count) -> IntStream.range(0, count).forEach(i -> watched.leave(user)));
    node.writeAll();
    assertEquals(Set.of(), node.table, "seed " + seed);
    assertEquals(0, watched.count());
  }

  private void happen(
      Map<String, Set<String>> members, Map<String, Integer> sessions, Random random) {
    String user = "u" + random.nextInt(6);
    String conversation = "c" + random.nextInt(4);
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        open(watched, user);
        sessions.merge(user, 1, Integer::sum);
      }
      case 2, 3 -> {
        if (sessions.getOrDefault(user, 0) > 0) {
          watched.leave(user);
          sessions.merge(user, -1, Integer::sum);
        }
      }
      case 4 -> {
        // Whoever is connected hears of every change, after it was stored.
        Set<String> mine = members.computeIfAbsent(user, u -> new HashSet<>());
        boolean joins = mine.add(conversation) || !mine.remove(conversation);
        watched.heard(watch(conversation, joins, user));
      }
      case 5 -> {
        node.down = random.nextInt(4) == 0;
        node.writeAll();
        node.down = false;
      }
      default -> answerAsItIs(members, random);
    }
  }

  private void settle(Map<String, Set<String>> members, Random random) {
    node.writeAll();
    while (node.pausing() > 0 || !node.questions.isEmpty()) {
      if (node.pausing() > 0) {
        node.wake();
      }
      answerAsItIs(members, random);
      node.writeAll();
    }
    node.routes.flush();
    node.writeAll();
  }

  private void assertAsItIs(
      Map<String, Set<String>> members, Map<String, Integer> sessions, String seed) {
    Map<String, Set<String>> expected = new TreeMap<>();
    members.forEach(
        (user, mine) -> {
          if (sessions.getOrDefault(user, 0) > 0) {
            mine.forEach(c -> expected.computeIfAbsent(c, x -> new TreeSet<>()).add(user));
          }
        });
    Map<String, Set<String>> found = new TreeMap<>();
    for (int i = 0; i < 4; i++) {
      Set<String> users = new TreeSet<>(watched.usersOf("c" + i));
      if (!users.isEmpty()) {
        found.put("c" + i, users);
      }
    }
    assertEquals(expected, found, seed);
    Set<String> routes = new TreeSet<>();
    expected.keySet().forEach(c -> routes.add("#" + c));
    assertEquals(routes, node.table, seed);
  }

  /** The answer to the next question, as it was stored at a time after it was put; or none. */
  private void answerAsItIs(Map<String, Set<String>> members, Random random) {
    if (node.pausing() > 0 && random.nextBoolean()) {
      node.wake();
    }
    if (node.questions.isEmpty()) {
      return;
    }
    if (lookedUp == null) {
      lookedUp = lookUp(node.questions.peek().users(), members);
    } else {
      String[] answer = lookedUp;
      lookedUp = null;
      if (random.nextInt(10) == 0) {
        node.refuse();
      } else {
        node.answer(answer);
      }
    }
  }

  private static String[] lookUp(List<String> users, Map<String, Set<String>> members) {
    List<String> answer = new ArrayList<>();
    for (String user : users) {
      for (String conversation : members.getOrDefault(user, Set.of())) {
        answer.add(conversation);
        answer.add(user);
      }
    }
    return answer.toArray(String[]::new);
  }
}
