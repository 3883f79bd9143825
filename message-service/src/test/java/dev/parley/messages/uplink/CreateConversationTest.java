package dev.parley.messages.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.view.ConversationView;
import dev.parley.messages.Servers;
import dev.parley.messages.Stored;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class CreateConversationTest {

  @Inject Harness it;
  @Inject Harness replica;
  @Inject ConversationRepository conversations;
  @Inject MembershipRepository memberships;

  private String ann;
  private String bob;
  private String chat;

  @BeforeEach
  void two_who_are_connected() {
    ann = Harness.user("ann");
    bob = Harness.user("bob");
    chat = ConversationIds.direct(ann, bob);
    for (Harness each : List.of(it, replica)) {
      each.routes.add(Batch.NODE, List.of(ann, bob)).await().indefinitely();
    }
  }

  @Test
  void conversation_is_stored_with_both_members() {
    it.process(Batch.of().create(ann, bob));

    StoredConversation stored = stored();
    assertEquals("direct", stored.type());
    assertEquals(Stream.of(ann, bob).sorted().toList(), stored.memberIds());
    assertEquals(0, stored.lastSeq());
    assertNull(stored.lastMessage());
    assertEquals(
        new ConversationCreated(
            chat, "direct", stored.memberIds(), stored.createdAt(), true, view(stored)),
        it.created(0));
    for (String user : List.of(ann, bob)) {
      assertEquals(
          Stored.member(chat, user, stored.createdAt()),
          memberships.findById(chat + ":" + user).await().indefinitely());
    }
  }

  @Test
  void other_member_is_told_and_the_caller_s_session_is_not() {
    it.process(Batch.of().create(ann, bob));

    InboxItem.Delivery delivery = it.told.deliveries().get(0);
    assertEquals("conversation:created", delivery.event());
    assertTrue(delivery.users().contains(bob));
    assertEquals("s-" + ann, delivery.exceptSession());
    assertEquals(delivery.payload(), it.told.events.get(0).envelope().payload());
    assertEquals(chat, it.told.events.get(0).envelope().key());
  }

  @Test
  void creating_again_from_either_side_answers_with_the_same() {
    it.process(Batch.of().create(ann, bob));
    ConversationCreated first = it.created(0);
    for (boolean forgotten : new boolean[] {false, true}) {
      if (forgotten) {
        it.forget();
      }
      it.process(Batch.of().create(ann, bob).create(bob, ann));
      for (int request : new int[] {0, 1}) {
        assertEquals(
            new ConversationCreated(
                chat, "direct", first.memberIds(), first.createdAt(), false, first.conversation()),
            it.created(request));
      }
      assertEquals(List.of(), it.told.deliveries());
      assertEquals(List.of(), it.told.events);
    }
  }

  @Test
  void creating_twice_in_one_batch_creates_once() {
    it.process(Batch.of().create(ann, bob).create(bob, ann));

    assertTrue(it.created(0).created());
    assertFalse(it.created(1).created());
    assertEquals(it.created(0).createdAt(), it.created(1).createdAt());
    assertEquals(1, it.told.deliveries().size());
  }

  @Test
  void create_and_send_in_one_batch_work_in_order() {
    it.process(
        Batch.of()
            .send(ann, chat, "too early")
            .send(ann, chat, "early")
            .create(ann, bob)
            .send(ann, chat, "a1")
            .send(bob, chat, "b1"));

    assertEquals(ErrorCode.INVALID_PARAMS, it.error(0));
    assertEquals(ErrorCode.NOT_FOUND, it.error(1));
    assertTrue(it.created(2).created());
    assertEquals(1, it.accepted(3).seq());
    assertEquals(2, it.accepted(4).seq());
    assertEquals(List.of("a1", "b1"), it.storedIds(chat));
    assertEquals(
        List.of("conversation:created", "message:new", "message:new"),
        it.told.events.stream().map(e -> e.envelope().type()).toList());
  }

  @Test
  void replica_that_creates_at_the_same_moment_is_noticed() {
    String cy = Harness.user("cy");
    it.beforeNextOpening = () -> replica.process(Batch.of().create(bob, ann));
    it.process(Batch.of().create(ann, cy).create(ann, bob).send(ann, chat, "a1"));

    assertTrue(it.created(0).created(), "that one was nobody else's");
    assertFalse(it.created(1).created());
    assertEquals(replica.created(0).createdAt(), it.created(1).createdAt());
    assertEquals(1, it.accepted(2).seq());
    assertEquals(
        List.of("message:new"),
        it.told.events.stream()
            .filter(e -> e.envelope().key().equals(chat))
            .map(e -> e.envelope().type())
            .toList());
    assertEquals(2, it.told.events.size());
  }

  @Test
  void replicas_racing_create_once() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    for (int i = 0; i < 20; i++) {
      String cy = Harness.user("cy");
      CompletableFuture<Void> one = race(start, it, Batch.of().create(ann, cy));
      CompletableFuture<Void> two = race(start, replica, Batch.of().create(cy, ann));
      CompletableFuture.allOf(one, two).get();
      assertTrue(it.created(0).created() ^ replica.created(0).created());
      assertEquals(it.created(0).createdAt(), replica.created(0).createdAt());
    }
  }

  private static CompletableFuture<Void> race(CyclicBarrier start, Harness in, Batch batch) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            start.await();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          in.process(batch);
        });
  }

  @Test
  void crash_between_memberships_and_conversation_is_healed_by_the_redelivery() {
    Batch batch = Batch.of().create(ann, bob).send(ann, chat, "a1");
    memberships.persist(Stored.member(chat, ann, it.now())).await().indefinitely();
    it.process(Batch.of().send(ann, chat, "a0"));
    assertEquals(ErrorCode.NOT_FOUND, it.error(0), "it is not there before it is complete");
    it.process(batch.again());

    assertTrue(it.created(0).created());
    assertEquals(1, it.accepted(1).seq());
    assertEquals(
        Set.of(ann, bob),
        Set.copyOf(
            memberships.list(new Document("conversationId", chat)).await().indefinitely().stream()
                .map(StoredMembership::userId)
                .toList()));
  }

  @Test
  void crash_before_telling_is_healed_by_the_redelivery() {
    Batch batch = Batch.of().create(ann, bob);
    it.told.failNextInbox = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    replica.process(batch.again());

    assertEquals(stored().createdAt(), replica.created(0).createdAt());
    assertEquals(1, replica.told.deliveries().size());
    assertEquals(1, replica.told.events.size());
  }

  private ConversationView view(StoredConversation stored) {
    return new ConversationView(
        chat, "direct", null, null, null, stored.createdAt(), ann, null, 1, 2, 0, null, null, null);
  }

  private StoredConversation stored() {
    StoredConversation stored = conversations.findById(chat).await().indefinitely();
    assertNotNull(stored);
    return stored;
  }
}
