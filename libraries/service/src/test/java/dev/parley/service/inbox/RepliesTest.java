package dev.parley.service.inbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.routing.Downlink;
import dev.parley.routing.RouteTable;
import dev.parley.service.node.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class RepliesTest {

  /** What went to one inbox at once, and Redis' answer to it. */
  private record Append(String node, List<Long> requests, CompletableFuture<Boolean> answer) {}

  @Inject RouteTable routes;

  private final List<Append> appends = new ArrayList<>();

  private Replies replies() {
    return new Replies(new Downlink(routes, this::append));
  }

  private Uni<Boolean> append(String node, byte[] entry) {
    List<Long> requests =
        InboxEntryCodec.decode(entry).items().stream()
            .map(item -> ((InboxItem.Reply) item).request())
            .toList();
    Append append = new Append(node, requests, new CompletableFuture<>());
    appends.add(append);
    return Uni.createFrom().completionStage(append.answer());
  }

  @Test
  void idle_line_waits_for_nothing_and_a_busy_one_packs() {
    Replies replies = replies();
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int request = 1; request <= 5; request++) {
      sent.add(send(replies, request < 5 ? "n1" : "n2", request, 10));
    }
    assertEquals(List.of(List.of(1L)), requests());
    assertFalse(sent.get(0).isDone());

    appends.get(0).answer().complete(true);
    assertTrue(sent.get(0).isDone());
    assertEquals(List.of(List.of(1L), List.of(2L, 3L, 4L), List.of(5L)), requests());
    assertFalse(sent.get(1).isDone());

    appends.get(1).answer().complete(true);
    appends.get(2).answer().complete(true);
    sent.forEach(CompletableFuture::join);
  }

  @Test
  void failure_is_that_of_those_who_went_together_and_the_next_go_on() {
    Replies replies = replies();
    List<CompletableFuture<Void>> sent =
        IntStream.rangeClosed(1, 3).mapToObj(i -> send(replies, "n", i, 10)).toList();
    appends.get(0).answer().completeExceptionally(new IllegalStateException("Redis is away"));
    assertTrue(sent.get(0).isCompletedExceptionally());
    assertEquals(List.of(2L, 3L), appends.get(1).requests());

    appends.get(1).answer().complete(true);
    sent.get(1).join();
    sent.get(2).join();
  }

  @Test
  void gateway_that_is_gone_is_no_failure() {
    CompletableFuture<Void> sent = send(replies(), "gone", 1, 10);
    appends.get(0).answer().complete(false);

    sent.join();
  }

  @Test
  void large_replies_do_not_pile_up_in_one_entry() {
    Replies replies = replies();
    for (int request = 1; request <= 5; request++) {
      send(replies, "n", request, 400_000);
    }
    for (int i = 0; i < appends.size(); i++) {
      appends.get(i).answer().complete(true);
    }

    assertEquals(List.of(List.of(1L), List.of(2L, 3L), List.of(4L, 5L)), requests());
  }

  private static CompletableFuture<Void> send(
      Replies replies, String node, long request, int bytes) {
    RawJson payload = RawJson.of("\"" + "x".repeat(bytes) + "\"");
    return replies
        .send(new ReplyTo(node, "s", request), false, payload)
        .subscribeAsCompletionStage();
  }

  private List<List<Long>> requests() {
    return appends.stream().map(Append::requests).toList();
  }
}
