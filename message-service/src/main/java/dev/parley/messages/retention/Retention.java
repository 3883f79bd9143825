package dev.parley.messages.retention;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.retention.OldMessages.Candidate;
import dev.parley.messages.retention.OldMessages.Sent;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Deletes messages that are too old, the oldest of a conversation first, in rounds. A conversation
 * is worked on in steps: what is before its first message is deleted; when nothing is, the owner of
 * the conversation has more expire; when nothing is old any more, that is noted. So whatever a
 * crash leaves is found by the next round, and it does no harm when two replicas do the same.
 *
 * <p>One round at a time; between rounds the threads may differ.
 */
@ApplicationScoped
class Retention {

  static final String LEASE = "retention";

  /** Longer than a step may take. */
  private static final Duration LEASE_TIME = Duration.ofMinutes(2);

  /** Conversations that are found at once. */
  static final int PAGE = 100;

  /** So many conversations that fail end a round: it is not their own fault. */
  static final int MAX_FAILED = 100;

  private final OldMessages messages;
  private final LeaseRepository leases;
  private final Owners owners;
  private final MessageServiceSettings.Retention settings;
  private final String replica;
  private final InstantSource clock;
  private final LongAdder expired = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile boolean stopping;

  @Inject
  Retention(
      OldMessages messages,
      LeaseRepository leases,
      Owners owners,
      MessageServiceSettings settings) {
    this(
        messages,
        leases,
        owners,
        settings.retention(),
        settings.node().id(),
        InstantSource.system());
  }

  Retention(
      OldMessages messages,
      LeaseRepository leases,
      Owners owners,
      MessageServiceSettings.Retention settings,
      String replica,
      InstantSource clock) {
    this.messages = messages;
    this.leases = leases;
    this.owners = owners;
    this.settings = settings;
    this.replica = replica;
    this.clock = clock;
  }

  /** A limit, and the conversations that have it: those with so many days, or null for none. */
  private record Limit(Integer days, Duration maxAge) {}

  /** Another replica has the lease, or this one ends. */
  private static final class NotMineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotMineException() {
      super("not to be done here", null, false, false);
    }
  }

  /**
   * A round: deletes everything that is too old, if nobody else does. With no limit anywhere that
   * is one query of an index. Fails when it could not begin or go on; what is left is the next
   * round's.
   */
  Uni<Void> round() {
    return limits()
        .chain(limits -> limits.isEmpty() ? Uni.createFrom().voidItem() : round(limits))
        .onFailure(NotMineException.class)
        .recoverWithNull()
        .onFailure()
        .invoke(failure -> failures.increment());
  }

  /** Ends the round that is under way before its next step; none begins any more. */
  void stop() {
    stopping = true;
  }

  /** Gives the lease back, so that others need not wait for its end. */
  Uni<Void> giveBack() {
    return leases.giveBack(LEASE, replica);
  }

  /** How many messages this replica has deleted. */
  long expired() {
    return expired.sum();
  }

  /** How many conversations, and rounds as a whole, have failed here. */
  long failures() {
    return failures.sum();
  }

  private Uni<List<Limit>> limits() {
    Duration general = settings.maxAge();
    return messages
        .limits()
        .map(
            own -> {
              List<Limit> limits = new ArrayList<>(own.size() + 1);
              if (!general.isZero()) {
                limits.add(new Limit(null, general));
              }
              own.forEach(days -> limits.add(new Limit(days, shorter(days, general))));
              return limits;
            });
  }

  private static Duration shorter(int days, Duration general) {
    Duration own = Duration.ofDays(days);
    return general.isZero() || own.compareTo(general) < 0 ? own : general;
  }

  private Uni<Void> round(List<Limit> limits) {
    Set<String> failed = new HashSet<>();
    return takeLease()
        .chain(
            () ->
                Multi.createFrom()
                    .iterable(limits)
                    .onItem()
                    .transformToUniAndConcatenate(limit -> enforce(limit, failed))
                    .collect()
                    .last());
  }

  private Uni<Void> takeLease() {
    if (stopping) {
      return Uni.createFrom().failure(new NotMineException());
    }
    Instant now = clock.instant();
    Instant until = now.plus(settings.interval()).plus(LEASE_TIME);
    return leases
        .take(LEASE, replica, now, until)
        .invoke(
            mine -> {
              if (!mine) {
                throw new NotMineException();
              }
            })
        .replaceWithVoid();
  }

  /** Page by page: a conversation that is done is found no more. */
  private Uni<Void> enforce(Limit limit, Set<String> failed) {
    return Multi.createBy()
        .repeating()
        .uni(() -> page(limit, failed))
        .whilst(found -> found > 0)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Integer> page(Limit limit, Set<String> failed) {
    if (failed.size() >= MAX_FAILED) {
      return Uni.createFrom().item(0);
    }
    Instant before = clock.instant().minus(limit.maxAge());
    return messages
        .candidates(limit.days(), before, failed, PAGE)
        .call(
            found ->
                Multi.createFrom()
                    .iterable(found)
                    .onItem()
                    .transformToUniAndConcatenate(one -> attempt(one, before, failed))
                    .collect()
                    .last())
        .map(List::size);
  }

  private Uni<Void> attempt(Candidate conversation, Instant before, Set<String> failed) {
    return work(conversation, before)
        .onFailure(failure -> !(failure instanceof NotMineException))
        .recoverWithItem(
            failure -> {
              failures.increment();
              if (failed.isEmpty()) {
                Log.warnf(
                    "old messages of %s, and maybe others, are left for the next round: %s",
                    conversation.conversationId(), failure.getMessage());
              }
              failed.add(conversation.conversationId());
              return null;
            });
  }

  private Uni<Void> work(Candidate conversation, Instant before) {
    AtomicLong firstSeq = new AtomicLong(conversation.firstSeq());
    return Multi.createBy()
        .repeating()
        .uni(() -> step(conversation.conversationId(), firstSeq, before))
        .whilst(more -> more)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** Whether there is more to do. */
  private Uni<Boolean> step(String id, AtomicLong firstSeq, Instant before) {
    return takeLease()
        .chain(() -> delete(id, firstSeq.get()))
        .chain(
            deleted ->
                deleted > 0 ? Uni.createFrom().item(true) : expireMore(id, firstSeq, before));
  }

  private Uni<Long> delete(String id, long firstSeq) {
    if (firstSeq == 1) {
      return Uni.createFrom().item(0L);
    }
    return messages
        .deleteBefore(id, firstSeq, settings.batch())
        .invoke(expired::add)
        .call(deleted -> deleted == 0 ? Uni.createFrom().voidItem() : rest());
  }

  private Uni<Void> rest() {
    return Uni.createFrom().voidItem().onItem().delayIt().by(settings.pause());
  }

  private Uni<Boolean> expireMore(String id, AtomicLong firstSeq, Instant before) {
    return messages
        .oldest(id, firstSeq.get(), settings.batch())
        .chain(
            oldest -> {
              long old = oldest.stream().takeWhile(one -> one.at().isBefore(before)).count();
              return old == 0
                  ? noteOldest(id, oldest).replaceWith(false)
                  : owners
                      .expire(id, oldest.get((int) old - 1).seq() + 1)
                      .invoke(first -> moveOn(firstSeq, first))
                      .replaceWith(true);
            });
  }

  /** An owner that does not know of the messages yet will some rounds later. */
  private static void moveOn(AtomicLong firstSeq, long to) {
    if (to <= firstSeq.getAndSet(to)) {
      throw new IllegalStateException("its owner knows of no old messages");
    }
  }

  /** A message that is still to come is no older than now. */
  private Uni<Void> noteOldest(String id, List<Sent> oldest) {
    return messages.noneBefore(id, oldest.isEmpty() ? clock.instant() : oldest.get(0).at());
  }
}
