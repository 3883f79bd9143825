package dev.parley.messages.uplink;

import dev.parley.messages.message.Insertion;
import dev.parley.messages.message.MessageChange;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.StoredMessage;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.inject.Vetoed;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The real repository, with somebody else writing in between and answers that get lost. */
@Vetoed
final class DisturbedMessages extends MessageRepository {

  /** What happens at one insert. */
  interface Disturbance {
    Uni<Insertion> insert(List<StoredMessage> messages, MessageRepository real);
  }

  private final MessageRepository real;
  private final Deque<Disturbance> next = new ArrayDeque<>();
  private Runnable beforeNextChange = () -> {};
  private Runnable beforeNextLook = () -> {};
  int inserts;
  int lookUps;

  DisturbedMessages(MessageRepository real) {
    this.real = real;
  }

  MessageRepository real() {
    return real;
  }

  /** Disturbs the next insert that is not disturbed yet. */
  void disturb(Disturbance disturbance) {
    next.add(disturbance);
  }

  /** Takes back what was to happen. */
  void calmDown() {
    next.clear();
  }

  /** Somebody else acts just before the next change of messages. */
  void beforeNextChange(Runnable disturbance) {
    beforeNextChange = disturbance;
  }

  /** Somebody else acts just before the last messages of conversations are looked for. */
  void beforeNextLook(Runnable disturbance) {
    beforeNextLook = disturbance;
  }

  /** Somebody else stores a message just before the next insert. */
  void beforeNextInsert(StoredMessage foreign) {
    disturb(
        (messages, to) -> to.insertAll(List.of(foreign)).chain(inserted -> to.insertAll(messages)));
  }

  /** Stores the first ones of the next insert; then the connection breaks. */
  void breakNextInsertAfter(int stored) {
    disturb(
        (messages, to) -> {
          int count = Math.min(stored, messages.size());
          Uni<?> part =
              count == 0 ? Uni.createFrom().voidItem() : to.insertAll(messages.subList(0, count));
          return part.chain(
              () -> Uni.createFrom().failure(new IllegalStateException("connection lost")));
        });
  }

  @Override
  public Uni<Insertion> insertAll(List<StoredMessage> messages) {
    inserts++;
    Disturbance disturbance = next.poll();
    return disturbance == null ? real.insertAll(messages) : disturbance.insert(messages, real);
  }

  @Override
  public Uni<Map<SendKey, StoredMessage>> findSent(Collection<SendKey> keys) {
    lookUps++;
    return real.findSent(keys);
  }

  @Override
  public Uni<Map<String, StoredMessage>> findByKeys(Collection<String> keys) {
    return real.findByKeys(keys);
  }

  @Override
  public Uni<Void> changeAll(Collection<MessageChange> changes) {
    Runnable disturbance = beforeNextChange;
    beforeNextChange = () -> {};
    return Uni.createFrom()
        .voidItem()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(disturbance)
        .chain(() -> real.changeAll(changes));
  }

  @Override
  public Uni<Map<String, Long>> lastSeqs(Map<String, Long> atLeast) {
    Runnable disturbance = beforeNextLook;
    beforeNextLook = () -> {};
    return Uni.createFrom()
        .voidItem()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(disturbance)
        .chain(() -> real.lastSeqs(atLeast));
  }
}
