package dev.parley.redisstreams.faults;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Records what it is handed, and only then does what its {@link Behaviour} says. */
final class Application implements Flow.Subscriber<Message<?>> {

  private final Vertx vertx;
  private final String name;
  private final DeliveryLog log;
  private final Behaviour behaviour;
  private final Answers answers;
  private final int concurrency;
  private Flow.Subscription subscription;

  /**
   * An application that works on up to {@code concurrency} messages at a time.
   *
   * @param answers null if it does not answer
   */
  Application(
      Vertx vertx,
      String name,
      DeliveryLog log,
      Behaviour behaviour,
      Answers answers,
      int concurrency) {
    this.vertx = vertx;
    this.name = name;
    this.log = log;
    this.behaviour = behaviour;
    this.answers = answers;
    this.concurrency = concurrency;
  }

  private record Item(IncomingRedisStreamMetadata entry, String payload) {}

  @Override
  public void onSubscribe(Flow.Subscription s) {
    subscription = s;
    s.request(concurrency);
  }

  @Override
  public void onNext(Message<?> message) {
    List<Item> items = items(message);
    List<Delivered> mine =
        items.stream().filter(item -> item.entry().lease().isHeld()).map(this::delivered).toList();
    if (mine.isEmpty()) {
      end(message, items);
      return;
    }
    log.append(mine)
        .onComplete(
            recorded -> {
              if (recorded.failed()) {
                message.nack(recorded.cause());
                subscription.request(1);
              } else {
                work(message, items);
              }
            });
  }

  @SuppressWarnings("unchecked")
  private static List<Item> items(Message<?> message) {
    List<Item> items = new ArrayList<>();
    var batch = message.getMetadata(IncomingRedisStreamBatch.class);
    if (batch.isEmpty()) {
      items.add(
          item(
              message.getMetadata(IncomingRedisStreamMetadata.class).orElseThrow(),
              (byte[]) message.getPayload()));
      return items;
    }
    List<byte[]> payloads = (List<byte[]>) message.getPayload();
    for (int i = 0; i < payloads.size(); i++) {
      items.add(item(batch.get().entries().get(i), payloads.get(i)));
    }
    return items;
  }

  private static Item item(IncomingRedisStreamMetadata entry, byte[] payload) {
    return new Item(entry, new String(payload, StandardCharsets.UTF_8));
  }

  private Delivered delivered(Item item) {
    IncomingRedisStreamMetadata entry = item.entry();
    return new Delivered(
        name,
        entry.partition(),
        entry.lease().epoch(),
        entry.key(),
        item.payload(),
        entry.deliveryCount());
  }

  private void work(Message<?> message, List<Item> items) {
    if (behaviour.hang()) {
      return;
    }
    haltAt(behaviour.haltBefore(), items);
    long millis = behaviour.workMillis();
    if (millis > 0) {
      vertx.setTimer(millis, ignored -> end(message, items));
    } else {
      end(message, items);
    }
  }

  private void end(Message<?> message, List<Item> items) {
    if (answers != null) {
      items.forEach(item -> answers.answer(item.entry(), item.payload()));
    }
    IncomingRedisStreamBatch batch =
        message.getMetadata(IncomingRedisStreamBatch.class).orElse(null);
    boolean failed = false;
    for (int i = 0; i < items.size(); i++) {
      if (behaviour.fails(items.get(i).entry().key(), items.get(i).payload())) {
        failed = true;
        if (batch != null) {
          batch.fail(i, new IllegalStateException("not now"));
        }
      }
    }
    if (failed && batch == null) {
      message.nack(new IllegalStateException("not now"));
    } else {
      message.ack();
    }
    haltAt(behaviour.haltAfter(), items);
    subscription.request(1);
  }

  private static void haltAt(String payload, List<Item> items) {
    if (items.stream().anyMatch(item -> item.payload().equals(payload))) {
      Runtime.getRuntime().halt(3);
    }
  }

  @Override
  public void onError(Throwable cause) {
    throw new AssertionError(cause);
  }

  @Override
  public void onComplete() {}
}
