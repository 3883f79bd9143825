package dev.parley.redisstreams.quarkus;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** An application with a method for each signature; it remembers what it was called with. */
@ApplicationScoped
public class Application {

  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<Order> orders = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final List<JsonObject> objects = new CopyOnWriteArrayList<>();
  private final List<Message<JsonObject>> manual = new CopyOnWriteArrayList<>();
  private final List<List<String>> batches = new CopyOnWriteArrayList<>();
  private final List<String> elsewhere = new CopyOnWriteArrayList<>();

  @Inject
  @Channel("orders-out")
  MutinyEmitter<Order> ordersOut;

  @Inject
  @Channel("to-elsewhere")
  MutinyEmitter<String> toElsewhere;

  @Incoming("texts")
  void text(String text) {
    texts.add(text);
    if (text.equals("poison")) {
      throw new IllegalStateException("not this one");
    }
  }

  @Incoming("orders")
  Uni<Void> order(Order order, IncomingRedisStreamMetadata entry) {
    orders.add(order);
    keys.add(entry.key());
    return Uni.createFrom().voidItem();
  }

  @Incoming("objects")
  CompletionStage<Void> object(JsonObject object) {
    objects.add(object);
    return CompletableFuture.completedFuture(null);
  }

  @Incoming("manual")
  CompletionStage<Void> manual(Message<JsonObject> message) {
    manual.add(message);
    return CompletableFuture.completedFuture(null);
  }

  @Incoming("batches")
  Uni<Void> batch(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    batches.add(strings(payloads));
    for (int i = 0; i < payloads.size(); i++) {
      if (strings(payloads).get(i).equals("poison")) {
        batch.reject(i, new IllegalStateException("not this one"));
      }
    }
    return Uni.createFrom().voidItem();
  }

  @Incoming("raw")
  @Outgoing("cooked")
  String cook(String raw) {
    return raw.toUpperCase(java.util.Locale.ROOT);
  }

  @Incoming("elsewhere")
  Uni<Void> elsewhere(List<byte[]> payloads) {
    elsewhere.addAll(strings(payloads));
    return Uni.createFrom().voidItem();
  }

  Uni<Void> send(Order order) {
    return ordersOut.sendMessage(
        Message.of(order).addMetadata(OutgoingRedisStreamMetadata.ofKey(order.customer())));
  }

  Uni<Void> sendElsewhere(String text) {
    return toElsewhere.send(text);
  }

  List<String> texts() {
    return texts;
  }

  List<Order> orders() {
    return orders;
  }

  List<String> keys() {
    return keys;
  }

  List<JsonObject> objects() {
    return objects;
  }

  List<Message<JsonObject>> manual() {
    return manual;
  }

  List<String> batched() {
    List<String> all = new ArrayList<>();
    batches.forEach(all::addAll);
    return all;
  }

  List<String> elsewhere() {
    return elsewhere;
  }

  private static List<String> strings(List<byte[]> payloads) {
    return payloads.stream().map(it -> new String(it, StandardCharsets.UTF_8)).toList();
  }
}
