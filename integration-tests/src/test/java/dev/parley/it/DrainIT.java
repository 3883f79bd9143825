package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.local.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All gateways restarted one after the other (SIGTERM) while people chat. */
class DrainIT {

  private static final int PAIRS = 8;
  private static final Duration READY = Duration.ofSeconds(60);

  private static RunningSuite suite;

  @BeforeAll
  static void start() throws IOException {
    suite = RunningSuite.start(settings -> settings.environment("PARLEY_NODE_DRAIN", "PT4S"));
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @Test
  void rolling_restart_of_all_gateways_fails_no_send_and_loses_no_message() throws Exception {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      Person ann = new Person(RunningSuite.user("ann"));
      Person bob = new Person(RunningSuite.user("bob"));
      ann.conversation = ann.client.createDirect(bob.user);
      bob.conversation = ann.conversation;
      people.addAll(List.of(ann, bob));
    }
    ExecutorService threads = Executors.newFixedThreadPool(people.size());
    List<Future<?>> chats = new ArrayList<>();
    try {
      people.forEach(person -> chats.add(threads.submit(person::chat)));
      for (String name : List.of("gateway-1", "gateway-2")) {
        awaitMore(people);
        ServiceProcess gateway = suite.suite.process(name);
        gateway.restart();
        gateway.awaitReady(READY);
      }
      awaitMore(people);
      people.forEach(person -> person.chatting = false);
      for (Future<?> chat : chats) {
        // Fails with the first send that failed.
        chat.get(60, TimeUnit.SECONDS);
      }
    } finally {
      people.forEach(person -> person.chatting = false);
      threads.shutdownNow();
    }
    for (Person person : people) {
      person.assertHasEverything();
      assertTrue(person.moves.get() >= 1, person.user + " was never asked to leave");
    }
  }

  private static void awaitMore(List<Person> people) {
    long target = sent(people) + 20L * people.size();
    Await.until("they chat on", () -> sent(people) >= target);
  }

  private static long sent(List<Person> people) {
    return people.stream().mapToLong(person -> person.sent.get()).sum();
  }

  /** Sends one message after the other; when asked to, leaves for another gateway in between. */
  private static final class Person {

    final String user;
    final AtomicInteger sent = new AtomicInteger();
    final AtomicInteger moves = new AtomicInteger();
    volatile boolean chatting = true;
    volatile String conversation;
    private ChatClient client;

    /** What was sent and heard; each no more than once but by sync. */
    private final SortedSet<Long> seqs = new TreeSet<>();

    Person(String user) {
      this.user = user;
      this.client = connect();
    }

    void chat() {
      while (chatting) {
        if (isAskedToLeave()) {
          move();
        }
        send();
      }
    }

    private void send() {
      String id = UUID.randomUUID().toString();
      seqs.add(client.await(client.send(conversation, id, "hi")).get("seq").asLong());
      sent.incrementAndGet();
    }

    private boolean isAskedToLeave() {
      return client.events.stream().anyMatch(e -> e.path("method").asText().equals("reconnect"));
    }

    /** The new connection first, so that nothing is missed in between. */
    private void move() {
      ChatClient before = client;
      client = connect();
      before.close();
      seqs.addAll(before.seqs(conversation));
      moves.incrementAndGet();
      sync();
    }

    private void sync() {
      long known = 0;
      while (seqs.contains(known + 1)) {
        known++;
      }
      JsonNode page;
      do {
        page = client.ask("sync", "{'positions':{'%s':%d},'limit':500}", conversation, known);
        page.get("messages").forEach(message -> seqs.add(message.get("seq").asLong()));
        known = page.get("positions").get(conversation).asLong();
      } while (page.get("more").size() > 0);
    }

    /** As a load balancer does: any gateway that takes connections. */
    private ChatClient connect() {
      List<URI> gateways = List.of(suite.gatewayA(), suite.gatewayB());
      int first = moves.get() + user.hashCode() & 1;
      ChatClient[] connected = new ChatClient[1];
      AtomicInteger attempts = new AtomicInteger(first);
      Await.until(
          user + " is connected",
          () -> {
            try {
              connected[0] = suite.connect(gateways.get(attempts.getAndIncrement() % 2), user);
              return true;
            } catch (CompletionException refused) {
              return false;
            }
          });
      return connected[0];
    }

    void assertHasEverything() {
      List<Long> stored = suite.stored(conversation).stream().map(m -> m.getLong("seq")).toList();
      List<Long> all = LongStream.rangeClosed(1, stored.size()).boxed().toList();
      assertEquals(all, stored);
      Await.until(
          user + " has everything",
          () -> {
            seqs.addAll(client.seqs(conversation));
            return List.copyOf(seqs).equals(all);
          });
      client.close();
    }
  }
}
