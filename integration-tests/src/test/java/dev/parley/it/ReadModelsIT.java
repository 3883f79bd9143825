package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.local.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Lists of conversations, what is unread and what was missed, from the read models of two replicas
 * of cache-service: the same as message-service would say, also while replicas or Redis are killed.
 */
class ReadModelsIT {

  private static final Duration READY = Duration.ofSeconds(60);
  private static final int TIMES = 100;

  private static RunningSuite suite;
  private static SameAnswers answers;
  private static List<ServiceProcess> replicas;

  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    suite =
        RunningSuite.start(
            settings ->
                settings.cache(2).environment("PARLEY_PROXY_RATE_USER_REQUESTS", "1000000"));
    answers = new SameAnswers(suite);
    replicas = Stream.of("cache-1", "cache-2").map(suite.suite::process).toList();
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @AfterEach
  void leave() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void answers_are_those_of_message_service_whatever_people_do() {
    long seed = Long.getLong("parley.seed", System.nanoTime());
    Random random = new Random(seed);
    double before = answers.fromModels();
    Crowd crowd = crowd();
    try {
      for (int round = 0; round < 3; round++) {
        int done = crowd.act(40, random);
        assertTrue(done > 40, () -> "only " + done + " operations were not refused");
        answers.assertSame(crowd, random);
      }
    } catch (AssertionError e) {
      throw new AssertionError("-Dparley.seed=" + seed + ": " + e, e);
    }
    assertTrue(answers.fromModels() - before > 100, "answers are from models");
  }

  @Test
  void who_did_something_finds_it_in_the_list_at_once() {
    ChatClient a = connect(suite.gatewayA(), ann);
    ChatClient elsewhere = connect(suite.gatewayB(), ann);
    double before = answers.fromModels();
    String chat = "";
    for (int i = 0; i < TIMES; i++) {
      if (i % 10 == 0) {
        chat = a.createDirect(RunningSuite.user("friend"));
        assertEquals(chat, first(elsewhere).at("/conversation/conversationId").asText());
      }
      long seq = a.await(a.send(chat, "m" + i, "text")).get("seq").asLong();
      JsonNode listed = first(i % 2 == 0 ? a : elsewhere);
      assertEquals(chat, listed.at("/conversation/conversationId").asText());
      assertEquals(seq, listed.at("/lastMessage/seq").asLong(), () -> "in " + listed);
    }
    assertTrue(answers.fromModels() - before > TIMES / 2.0, "answers are from models");
  }

  @Test
  void who_comes_back_is_told_all_that_was_acknowledged_before() {
    ChatClient a = connect(suite.gatewayA(), ann);
    String chat = a.createDirect(bob);
    double before = answers.fromModels();
    long position = 0;
    for (int i = 0; i < TIMES; i++) {
      List<CompletableFuture<JsonNode>> sent = new ArrayList<>();
      for (int m = 0; m <= i % 3; m++) {
        sent.add(a.send(chat, "m" + i + "-" + m, "text"));
      }
      long last = sent.stream().mapToLong(one -> a.await(one).get("seq").asLong()).max().orElse(0);
      URI gateway = i % 2 == 0 ? suite.gatewayB() : suite.gatewayA();
      try (ChatClient b = suite.connect(gateway, bob)) {
        JsonNode missed = ChatAnswers.by(b).sync(Map.of(chat, position), 500);
        assertEquals(LongStream.rangeClosed(position + 1, last).boxed().toList(), seqs(missed));
      }
      position = last;
    }
    assertTrue(answers.fromModels() - before > TIMES / 2.0, "answers are from models");
  }

  @Test
  void a_replica_killed_under_load_makes_no_answer_wrong() {
    Crowd crowd = crowd();
    Random random = new Random(1);
    answers.assertSame(crowd, random);
    ServiceProcess replica = replicas.get(0);
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> looking =
        CompletableFuture.runAsync(() -> sendAndLookUntil(enough, RunningSuite.user("dora")));
    crowd.act(10, random);
    replica.killHard();
    crowd.act(30, random);
    enough.set(true);
    looking.join();
    answers.assertSameBySockets(crowd, random);
    restart(replica);
    answers.assertSame(crowd, random);
  }

  @Test
  void without_any_replica_message_service_answers_and_those_that_come_back_catch_up() {
    ChatClient a = connect(suite.gatewayA(), ann);
    String chat = a.createDirect(bob);
    ServiceProcess gateway = suite.suite.process("gateway-1");
    replicas.forEach(ServiceProcess::killHard);
    double waited = RunningSuite.metric(gateway, "parley_models_passed_on_total{why=\"unanswered");
    double passedOn = RunningSuite.metric(gateway, "parley_models_passed_on_total");
    for (int i = 1; i <= 20; i++) {
      a.await(a.send(chat, "m" + i, "text"));
      assertEquals(i, first(a).at("/lastMessage/seq").asInt());
    }
    assertEquals(
        20, RunningSuite.metric(gateway, "parley_models_passed_on_total") - passedOn, "questions");
    double unanswered =
        RunningSuite.metric(gateway, "parley_models_passed_on_total{why=\"unanswered") - waited;
    assertTrue(unanswered <= 10, () -> unanswered + " of 20 waited for cache-service");

    replicas.forEach(ReadModelsIT::restart);
    answers.assertSame(a, Map.of(chat, 3L));
    double before = answers.fromModels();
    Await.until("the gateway asks cache-service", () -> isAnsweredFromModels(a, before));
  }

  @Test
  void models_are_made_anew_after_redis_was_killed_and_came_back_empty() {
    Crowd crowd = crowd();
    Random random = new Random(2);
    crowd.act(20, random);
    answers.assertSame(crowd, random);
    ServiceProcess redis = suite.suite.process("redis");
    redis.killHard();
    redis.restart();
    redis.awaitReady(READY);
    for (ChatClient one : crowd.people) {
      Await.until(one.user + " is answered", () -> isAnswered(one));
    }
    crowd.act(20, random);
    answers.assertSame(crowd, random);
    double before = answers.fromModels();
    Await.until("models answer", () -> isAnsweredFromModels(crowd.people.get(0), before));
    answers.assertSame(crowd, random);
  }

  /** What was acknowledged is in the list, whoever answers. */
  private static void sendAndLookUntil(AtomicBoolean enough, String user) {
    try (ChatClient client = suite.connect(suite.gatewayB(), user)) {
      String chat = client.createDirect(RunningSuite.user("friend"));
      while (!enough.get()) {
        long seq = client.await(client.sendForSure(chat, "text")).get("seq").asLong();
        assertEquals(seq, first(client).at("/lastMessage/seq").asLong());
      }
    }
  }

  private static JsonNode first(ChatClient client) {
    return client.ask("conversation:list", "{'limit':1}").at("/conversations/0");
  }

  private static boolean isAnswered(ChatClient client) {
    try {
      client.request("conversation:list", "{}").join();
      return true;
    } catch (CompletionException notNow) {
      return false;
    }
  }

  private static boolean isAnsweredFromModels(ChatClient client, double before) {
    return isAnswered(client) && answers.fromModels() > before;
  }

  private static List<Long> seqs(JsonNode sync) {
    return StreamSupport.stream(sync.get("messages").spliterator(), false)
        .map(message -> message.get("seq").asLong())
        .toList();
  }

  private static void restart(ServiceProcess replica) {
    replica.restart();
    replica.awaitReady(READY);
  }

  private Crowd crowd() {
    Crowd crowd = new Crowd(suite);
    open.add(crowd);
    return crowd;
  }

  private ChatClient connect(URI gateway, String user) {
    ChatClient client = suite.connect(gateway, user);
    open.add(client);
    return client;
  }
}
