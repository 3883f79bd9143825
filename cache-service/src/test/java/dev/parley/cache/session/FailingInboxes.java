package dev.parley.cache.session;

import dev.parley.routing.InboxAppender;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;

/** Inboxes of gateways that fail as often as is wanted. */
public final class FailingInboxes implements InboxAppender {

  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger appended = new AtomicInteger();

  /** The next so many fail. */
  void failing(int times) {
    failures.set(times);
  }

  /** Entries that did not fail. */
  int appended() {
    return appended.get();
  }

  @Override
  public Uni<Boolean> append(String node, byte[] entry) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return Uni.createFrom().failure(new IllegalStateException("no inbox today"));
    }
    appended.incrementAndGet();
    return Uni.createFrom().item(true);
  }
}
