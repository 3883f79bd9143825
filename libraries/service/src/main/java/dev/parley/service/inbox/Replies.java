package dev.parley.service.inbox;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.routing.Downlink;
import dev.parley.routing.Outbox;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The way of replies to the nodes that asked. What is ready while others are on their way goes out
 * together, one inbox entry per node; an idle line waits for nothing. Bounded by the questions
 * under way. Thread-safe.
 */
@ApplicationScoped
public class Replies {

  /** Bytes after which what goes out together is enough; a larger reply goes alone. */
  private static final int ENOUGH_BYTES = 1024 * 1024;

  private record Waiting(
      ReplyTo to, boolean error, RawJson payload, UniEmitter<? super Void> sender) {}

  private final Downlink downlink;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean sending;

  @Inject
  public Replies(Downlink downlink) {
    this.downlink = downlink;
  }

  /**
   * Sends one reply. Completes when Redis has it, or when the node is gone; fails when that is
   * unknown.
   *
   * @param error whether {@code payload} is an {@code ErrorReply} rather than the result
   */
  public Uni<Void> send(ReplyTo to, boolean error, RawJson payload) {
    return Uni.createFrom()
        .emitter(
            sender -> {
              synchronized (this) {
                waiting.add(new Waiting(to, error, payload, sender));
              }
              sendNext();
            });
  }

  private void sendNext() {
    List<Waiting> together = take();
    if (together.isEmpty()) {
      return;
    }
    Outbox outbox = downlink.begin();
    together.forEach(one -> outbox.reply(one.to(), one.error(), one.payload()));
    outbox
        .send()
        .subscribe()
        .with(
            done -> sent(() -> together.forEach(one -> one.sender().complete(null))),
            failure -> sent(() -> together.forEach(one -> one.sender().fail(failure))));
  }

  private void sent(Runnable tell) {
    synchronized (this) {
      sending = false;
    }
    sendNext();
    tell.run();
  }

  private synchronized List<Waiting> take() {
    if (sending || waiting.isEmpty()) {
      return List.of();
    }
    sending = true;
    List<Waiting> together = new ArrayList<>();
    int bytes = 0;
    do {
      Waiting next = waiting.poll();
      together.add(next);
      bytes += next.payload().length();
    } while (!waiting.isEmpty() && bytes + waiting.peek().payload().length() <= ENOUGH_BYTES);
    return together;
  }
}
