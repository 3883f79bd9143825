package dev.parley.messages.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.messages.Servers;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.StoredMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random batches with retries, redeliveries, lost answers, forgotten memory and another writer,
 * compared with a plain list per conversation. A failure names the seed.
 */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RandomBatchesTest {

  private static final int BATCHES = 60;
  private static final int CONVERSATIONS = 4;

  @Inject Harness it;

  private Random random;
  private final List<String> chats = new ArrayList<>();
  private final List<List<String>> members = new ArrayList<>();

  /** What has to be stored: per conversation, the sends in their order. */
  private final Map<String, List<SendKey>> model = new HashMap<>();

  /** What each send was answered first. */
  private final Map<SendKey, MessageAccepted> answers = new HashMap<>();

  private int foreign;

  @RepeatedTest(8)
  void everything_is_stored_once_in_order_without_holes() {
    long seed = Long.getLong("parley.seed", System.nanoTime());
    random = new Random(seed);
    try {
      openConversations();
      for (int i = 0; i < BATCHES; i++) {
        step();
      }
      chats.forEach(this::compare);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dparley.seed=" + seed + ": " + e.getMessage(), e);
    }
  }

  private void openConversations() {
    for (int i = 0; i < CONVERSATIONS; i++) {
      String ann = Harness.user("ann");
      String bob = Harness.user("bob");
      chats.add(it.conversation(ann, bob));
      members.add(List.of(ann, bob));
      model.put(chats.get(i), new ArrayList<>());
    }
  }

  private void step() {
    if (random.nextInt(4) == 0) {
      it.cache.clear();
    }
    if (random.nextInt(4) == 0) {
      it.recent.clear();
    }
    if (random.nextInt(5) == 0) {
      SendKey key = foreignSend();
      it.storeForeign(key.conversationId(), next(key), key.senderId(), key.clientMessageId());
      model.get(key.conversationId()).add(key);
    }
    Batch batch = Batch.of();
    List<SendKey> sends = new ArrayList<>();
    for (int i = random.nextInt(12) + 1; i > 0; i--) {
      SendKey key = randomSend();
      batch.send(key.senderId(), key.conversationId(), key.clientMessageId());
      sends.add(key);
      if (random.nextInt(6) == 0) {
        batch.redelivered();
      }
    }
    process(batch, sends);
    check(sends);
  }

  private void process(Batch batch, List<SendKey> sends) {
    boolean breaks = random.nextInt(4) == 0;
    boolean raced = !breaks && random.nextInt(6) == 0;
    SendKey foreignKey = raced ? foreignSend() : null;
    if (breaks) {
      it.messages.breakNextInsertAfter(random.nextInt(6));
    } else if (raced) {
      it.messages.beforeNextInsert(
          Harness.message(
              foreignKey.conversationId(),
              next(foreignKey),
              foreignKey.senderId(),
              foreignKey.clientMessageId()));
    }
    int insertsBefore = it.messages.inserts;
    try {
      it.process(batch);
    } catch (RuntimeException lost) {
      if (!breaks) {
        throw lost;
      }
      it.process(batch.again());
    }
    if (it.messages.inserts == insertsBefore) {
      it.messages.calmDown();
    } else if (raced) {
      model.get(foreignKey.conversationId()).add(foreignKey);
    }
    for (SendKey key : sends) {
      List<SendKey> stored = model.get(key.conversationId());
      if (!stored.contains(key)) {
        stored.add(key);
      }
    }
  }

  private void check(List<SendKey> sends) {
    for (int i = 0; i < sends.size(); i++) {
      SendKey key = sends.get(i);
      MessageAccepted answer = it.accepted(i);
      assertEquals(model.get(key.conversationId()).indexOf(key) + 1, answer.seq(), "seq of " + key);
      MessageAccepted first = answers.putIfAbsent(key, answer);
      if (first != null) {
        assertEquals(first, answer, "a retry gets the first one's answer");
      }
    }
  }

  private void compare(String chat) {
    assertEquals(
        model.get(chat), it.stored(chat).stream().map(StoredMessage::sendKey).toList(), chat);
  }

  private SendKey randomSend() {
    int chat = random.nextInt(CONVERSATIONS);
    String sender = members.get(chat).get(random.nextInt(2));
    return new SendKey(chats.get(chat), sender, "m" + random.nextInt(120));
  }

  private SendKey foreignSend() {
    int chat = random.nextInt(CONVERSATIONS);
    return new SendKey(chats.get(chat), members.get(chat).get(0), "foreign" + foreign++);
  }

  private long next(SendKey key) {
    return model.get(key.conversationId()).size() + 1;
  }
}
