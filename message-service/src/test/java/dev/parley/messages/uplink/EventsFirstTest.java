package dev.parley.messages.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.event.EventType;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.messages.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients are told what is in the event streams already. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class EventsFirstTest {

  private static final int PATIENCE_SECONDS = 30;

  @Inject Harness it;

  private final String ann = Harness.user("ann");
  private final String bob = Harness.user("bob");

  @Test
  void nobody_is_told_and_no_route_is_read_before_the_events_are_taken() throws Exception {
    String chat = it.conversation(ann, bob);
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> taken = new CompletableFuture<>();
    it.told.beforeEvents =
        Uni.createFrom().completionStage(taken).onSubscription().invoke(() -> asked.complete(null));
    CompletableFuture<Void> processed =
        CompletableFuture.runAsync(
            () -> it.process(Batch.of().send(ann, chat, "a1")),
            Infrastructure.getDefaultWorkerPool());
    asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertEquals(List.of(), it.told.items);

    // Who registers now connected while the events were on their way.
    it.routes.add("n2", List.of(bob)).await().indefinitely();
    assertFalse(processed.isDone());
    assertEquals(List.of(), it.told.items);
    taken.complete(null);
    processed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertEquals(1, it.accepted(0).seq());
    assertEquals(
        List.of(EventType.MESSAGE_NEW, EventType.MESSAGE_NEW),
        it.told.deliveries().stream().map(InboxItem.Delivery::event).toList(),
        "at both of bob's nodes");
  }

  @Test
  void nobody_is_told_what_the_streams_did_not_take() {
    String chat = it.conversation(ann, bob);
    Batch batch = Batch.of().send(ann, chat, "a1");
    it.told.failNextEvents = true;
    assertThrows(RuntimeException.class, () -> it.process(batch));
    assertEquals(List.of(), it.told.items);

    it.process(batch.again());
    assertEquals(1, it.accepted(0).seq());
    assertEquals(1, it.told.events.size());
    assertEquals(
        List.of(List.of(ann, bob).stream().sorted().toList()), it.receivers(EventType.MESSAGE_NEW));
    assertEquals(1, it.stored(chat).size());
  }

  @Test
  void what_is_no_fact_waits_for_no_event() {
    String chat = it.conversation(ann, bob);
    it.process(Batch.of().send("eve", chat, "e1"));

    assertEquals(0, it.told.eventEntries);
    assertEquals("not_a_member", it.code(0));
  }
}
