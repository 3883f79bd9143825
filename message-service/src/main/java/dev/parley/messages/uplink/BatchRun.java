package dev.parley.messages.uplink;

import dev.parley.messages.command.Command;
import dev.parley.messages.command.Facts;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.Watching;
import dev.parley.messages.conversation.ConversationDraft;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.EntryId;
import dev.parley.messages.conversation.Position;
import dev.parley.messages.message.Insertion;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.schedule.ScheduleRepository.Seat;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One batch on its way into MongoDB: plan all commands in memory, store the plan, and where that
 * meets somebody else's message, look again and plan anew. What is stored is without holes at every
 * instant, because every insert is ordered and stops at the first refusal.
 *
 * <p>The order of storing: new conversations, new messages, changed messages, changed conversations
 * with their members, scheduled messages. A changed conversation says up to which entry everything
 * is stored. When a crash comes before that, the same batch decides the same again, and what is
 * stored is recognised: messages by their send key, edits by the command's id, the rest by being so
 * already. When it comes after, nothing is decided again, and what left a trace is told.
 *
 * <p>Used once, by one thread at a time.
 */
final class BatchRun {

  private final Storage storage;
  private final List<Command<?>> commands;
  private final Facts facts;

  /** Outcomes that no plan changes: of commands that ran into a bug, or that MongoDB refused. */
  private final Outcome[] faults;

  private final Outcome[] outcomes;

  /** For each message of the plan, the command that it belongs to. */
  private final int[] owners;

  private Plan plan;
  private List<StoredMessage> messages;
  private int conflicts;

  BatchRun(Storage storage, List<Command<?>> commands) {
    this.storage = storage;
    this.commands = commands;
    this.facts = new Facts(storage.recent());
    this.faults = new Outcome[commands.size()];
    this.outcomes = new Outcome[commands.size()];
    this.owners = new int[commands.size()];
  }

  /**
   * Carries the commands out; completes with one outcome per command when everything they have
   * decided is stored for good. On failure it is unknown what is stored; the same batch again, as
   * redelivered, finds out.
   */
  Uni<Outcome[]> run() {
    return lookUpRedelivered()
        .chain(this::attempt)
        .onFailure()
        .invoke(this::forgetAll)
        .map(done -> outcomes);
  }

  /** When it has run: of which conversations the members' nodes have to know if they watch them. */
  List<Watching> rerouted() {
    return Rerouting.of(plan, facts, commands);
  }

  private Uni<Void> lookUpRedelivered() {
    Set<SendKey> keys = new HashSet<>();
    for (Command<?> command : commands) {
      if (command.redelivered() && command.sendKey() != null) {
        keys.add(command.sendKey());
      }
    }
    return keys.isEmpty() ? done() : lookUp(keys);
  }

  private Uni<Void> lookUp(Set<SendKey> keys) {
    return storage.messages().findSent(keys).invoke(this::learn).replaceWithVoid();
  }

  private void learn(Map<SendKey, StoredMessage> found) {
    facts.sends().putAll(found);
    for (StoredMessage message : found.values()) {
      ConversationState state = facts.states().get(message.conversationId());
      if (state != null) {
        state.stored(message.seq());
      }
    }
  }

  private Uni<Void> attempt() {
    return storage
        .conversations()
        .load(unloaded())
        .invoke(facts.states()::putAll)
        .chain(this::loadTargets)
        .chain(this::loadScheduled)
        .chain(this::storePlan)
        .chain(complete -> complete ? done() : attempt());
  }

  /** Conversation to the epoch of its partition's lease. */
  private Map<String, Long> unloaded() {
    Map<String, Long> wanted = new HashMap<>();
    for (Command<?> command : commands) {
      String id = command.conversationId();
      if (id != null && !facts.states().containsKey(id)) {
        wanted.put(id, command.origin().epoch());
      }
    }
    return wanted;
  }

  private Uni<Void> loadTargets() {
    Set<String> ids = null;
    for (Command<?> command : commands) {
      if (command.target() != null && !facts.targets().containsKey(command.target())) {
        ids = ids == null ? new HashSet<>() : ids;
        ids.add(command.target());
      }
    }
    return ids == null
        ? done()
        : storage.messages().findByKeys(ids).invoke(facts.targets()::putAll).replaceWithVoid();
  }

  /** Only for the few commands that are about scheduled messages. */
  private Uni<Void> loadScheduled() {
    Set<Seat> seats = null;
    for (Command<?> command : commands) {
      SendKey key = command.schedule();
      if (key != null) {
        seats = seats == null ? new HashSet<>() : seats;
        seats.add(new Seat(key.conversationId(), key.senderId()));
      }
    }
    return seats == null
        ? done()
        : storage
            .scheduled()
            .of(seats)
            .invoke(all -> all.forEach(one -> facts.scheduled().put(one.key(), one)))
            .replaceWithVoid();
  }

  /** Plans everything and stores it; completes with whether it is all stored. */
  private Uni<Boolean> storePlan() {
    makePlan();
    List<Plan.Opening> openings = plan.openings();
    if (openings.isEmpty()) {
      return storeMessages();
    }
    return storage
        .conversations()
        .open(openings.stream().map(Plan.Opening::state).toList())
        .chain(thereBefore -> afterOpening(openings, thereBefore));
  }

  private void makePlan() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    boolean bug;
    do {
      plan = new Plan(facts, now);
      commands.stream().map(this::storedBefore).filter(Objects::nonNull).forEach(plan::hide);
      bug = false;
      int planned = 0;
      for (int i = 0; i < commands.size() && !bug; i++) {
        bug = !decide(i);
        StoredMessage before = storedBefore(commands.get(i));
        if (before != null) {
          plan.reveal(before);
        }
        if (plan.messageCount() > planned) {
          owners[planned++] = i;
        }
      }
      // A bug may have left half a decision in the plan: plan again without that command.
    } while (bug);
    messages = plan.messages();
  }

  /** What an earlier attempt has stored for this command; null for nothing. */
  private StoredMessage storedBefore(Command<?> command) {
    StoredMessage stored =
        facts.sends().isEmpty() || command.sendKey() == null
            ? null
            : facts.sends().get(command.sendKey());
    if (stored == null) {
      return null;
    }
    // A retry of the client names a message that is older than the entry.
    boolean ofThisEntry =
        command.redelivered()
            && stored.sentAt().toEpochMilli() >= command.origin().entry().millis();
    return ofThisEntry || facts.own().contains(command.sendKey()) ? stored : null;
  }

  /** Whether the command could be decided. */
  private boolean decide(int i) {
    if (faults[i] != null) {
      outcomes[i] = faults[i];
      return true;
    }
    try {
      outcomes[i] = commands.get(i).decide(plan);
      return true;
    } catch (RuntimeException failure) {
      faults[i] = Outcome.faulty(failure);
      return false;
    }
  }

  private Uni<Boolean> afterOpening(List<Plan.Opening> openings, Set<String> thereBefore) {
    for (Plan.Opening opening : openings) {
      String id = opening.state().id();
      if (!thereBefore.contains(id)) {
        facts.states().put(id, opening.state());
        facts.openedBy().put(id, opening.by());
      }
    }
    return thereBefore.isEmpty() ? storeMessages() : again();
  }

  private Uni<Boolean> storeMessages() {
    return messages.isEmpty()
        ? storeChanges()
        : storage.messages().insertAll(messages).chain(this::afterInsert);
  }

  private Uni<Boolean> afterInsert(Insertion insertion) {
    int stored = insertion.stored();
    switch (insertion.end()) {
      case COMPLETE -> {
        return storeChanges();
      }
      case UNACCEPTABLE -> {
        keep(stored);
        faults[owners[stored]] =
            Outcome.faulty(new IllegalStateException("MongoDB does not accept the message"));
        return Uni.createFrom().item(false);
      }
      default -> {
        keep(stored);
        return resolve(messages.subList(stored, messages.size()));
      }
    }
  }

  /** The first messages of a plan that goes no further are stored all the same. */
  private void keep(int stored) {
    for (StoredMessage message : messages.subList(0, stored)) {
      facts.sends().put(message.sendKey(), message);
      facts.own().add(message.sendKey());
      note(message);
    }
  }

  private void note(StoredMessage message) {
    facts.states().get(message.conversationId()).stored(message.seq());
    storage.recent().stored(message);
    storage.lastMessages().stored(message);
  }

  private Uni<Boolean> storeChanges() {
    Uni<Void> stored = done();
    if (!plan.changes().isEmpty()) {
      stored = storage.messages().changeAll(plan.changes());
    }
    List<ConversationDraft> drafts = plan.drafts();
    if (!drafts.isEmpty()) {
      drafts.forEach(this::markDecided);
      stored = stored.chain(() -> storage.conversations().change(drafts));
    }
    // Last: what was sent is stored, so that sending it again finds it.
    if (!plan.schedule().isEmpty()) {
      stored = stored.chain(() -> storage.scheduled().change(plan.schedule()));
    }
    return stored.invoke(this::settle).replaceWith(true);
  }

  /** With the changed conversation everything is stored that this batch has decided about it. */
  private void markDecided(ConversationDraft draft) {
    EntryId last = draft.state().decidedUpTo();
    for (Command<?> command : commands) {
      EntryId entry = command.origin().entry();
      if (draft.state().id().equals(command.conversationId()) && entry.compareTo(last) > 0) {
        last = entry;
      }
    }
    draft.decided(last);
  }

  /** Takes note of what is stored. */
  private void settle() {
    plan.drafts().forEach(draft -> facts.states().put(draft.state().id(), draft.state()));
    messages.forEach(this::note);
    plan.positions().forEach(this::settle);
  }

  private void settle(Plan.Whose whose, Position position) {
    facts.states().get(whose.conversationId()).reached(whose.userId(), position);
    storage.positions().reached(whose.conversationId(), whose.userId(), position);
  }

  /** The first of these messages is there already, or another one at its place. */
  private Uni<Boolean> resolve(List<StoredMessage> rest) {
    Set<SendKey> keys = new HashSet<>();
    rest.forEach(message -> keys.add(message.sendKey()));
    return lookUp(keys)
        .chain(
            () -> {
              if (!facts.sends().containsKey(rest.get(0).sendKey())) {
                // Somebody else wrote, so everything that was in memory may be behind.
                forgetAll();
              }
              return again();
            });
  }

  private Uni<Boolean> again() {
    if (++conflicts > storage.maxConflicts()) {
      return Uni.createFrom().failure(new TooManyConflictsException(conflicts));
    }
    Log.debugf("conflict %d in a batch of %d commands", conflicts, commands.size());
    return Uni.createFrom().item(false);
  }

  private void forgetAll() {
    Set<String> ids = new HashSet<>();
    commands.forEach(command -> ids.add(command.conversationId()));
    storage.conversations().forget(ids);
    facts.forgetChangeable();
  }

  private static Uni<Void> done() {
    return Uni.createFrom().voidItem();
  }
}
