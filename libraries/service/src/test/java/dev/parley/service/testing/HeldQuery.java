package dev.parley.service.testing;

import dev.parley.contracts.query.Query;
import dev.parley.contracts.reply.Taken;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A query that is not answered before it is released. */
public record HeldQuery() implements Query {

  public static final String TYPE = "test:held";

  @Override
  public HeldQuery check() {
    return this;
  }

  /** Holds them. */
  @Singleton
  public static class Handler implements QueryHandler<HeldQuery> {

    /** How many are held. */
    public final AtomicInteger underWay = new AtomicInteger();

    /** How many were held at once. */
    public final AtomicInteger most = new AtomicInteger();

    private CompletableFuture<Void> released = new CompletableFuture<>();

    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<HeldQuery> payloadType() {
      return HeldQuery.class;
    }

    @Override
    public synchronized Uni<?> answer(HeldQuery query, String user) {
      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      return Uni.createFrom()
          .completionStage(released.copy())
          .invoke(underWay::decrementAndGet)
          .replaceWith(new Taken());
    }

    /** Answers all that are held, and holds what comes from now on. */
    public void release() {
      CompletableFuture<Void> held;
      synchronized (this) {
        held = released;
        released = new CompletableFuture<>();
      }
      held.complete(null);
    }
  }
}
