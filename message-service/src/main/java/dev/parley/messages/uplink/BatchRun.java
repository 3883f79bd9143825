package dev.parley.messages.uplink;

import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.Insertion;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.StoredMessage;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One batch on its way into MongoDB: plan all commands in memory, store the plan, and where that
 * meets somebody else's write, look again and plan the rest anew. What is stored is without holes
 * at every instant, because every insert is ordered and stops at the first refusal.
 *
 * <p>Used once, by one thread at a time.
 */
final class BatchRun {

  private final Storage storage;
  private final List<Command<?>> commands;
  private final Outcome[] outcomes;

  private final Map<String, ConversationState> states = new HashMap<>();
  private final Map<SendKey, StoredMessage> known = new HashMap<>();
  private final Map<String, Integer> openedBy = new HashMap<>();

  /** The first command without an outcome that holds. */
  private int next;

  private int conflicts;

  private Plan plan;

  /** What was decided by the plan, for the commands from {@code next} on. */
  private final List<Outcome> decided = new ArrayList<>();

  /** For each message of the plan, the command that it belongs to. */
  private final List<Integer> owners = new ArrayList<>();

  BatchRun(Storage storage, List<Command<?>> commands) {
    this.storage = storage;
    this.commands = commands;
    this.outcomes = new Outcome[commands.size()];
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
    known.putAll(found);
    for (StoredMessage message : found.values()) {
      ConversationState state = states.get(message.conversationId());
      if (state != null) {
        state.stored(message.seq());
      }
    }
  }

  private Uni<Void> attempt() {
    return storage
        .conversations()
        .load(unloaded())
        .invoke(states::putAll)
        .chain(this::storePlan)
        .chain(complete -> complete ? done() : attempt());
  }

  private Set<String> unloaded() {
    Set<String> ids = new HashSet<>();
    for (Command<?> command : commands.subList(next, commands.size())) {
      String id = command.conversationId();
      if (id != null && !states.containsKey(id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Plans what is left and stores it; completes with whether nothing is left now. */
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
    plan = new Plan(states, known, storage.recent(), openedBy, now);
    decided.clear();
    owners.clear();
    for (int i = next; i < commands.size(); i++) {
      int before = plan.messages().size();
      decided.add(decide(commands.get(i), before));
      if (plan.messages().size() > before) {
        owners.add(i);
      }
    }
  }

  private Outcome decide(Command<?> command, int before) {
    try {
      return command.decide(plan);
    } catch (RuntimeException bug) {
      plan.takeBack(before);
      return Outcome.faulty(bug);
    }
  }

  private Uni<Boolean> afterOpening(List<Plan.Opening> openings, Set<String> thereBefore) {
    for (Plan.Opening opening : openings) {
      String id = opening.state().id();
      if (!thereBefore.contains(id)) {
        states.put(id, opening.state());
        openedBy.put(id, opening.by());
      }
    }
    return thereBefore.isEmpty() ? storeMessages() : again();
  }

  private Uni<Boolean> storeMessages() {
    if (plan.messages().isEmpty()) {
      settle(0, commands.size());
      return Uni.createFrom().item(true);
    }
    return storage.messages().insertAll(plan.messages()).chain(this::afterInsert);
  }

  private Uni<Boolean> afterInsert(Insertion insertion) {
    int stored = insertion.stored();
    switch (insertion.end()) {
      case COMPLETE -> {
        settle(stored, commands.size());
        return Uni.createFrom().item(true);
      }
      case UNACCEPTABLE -> {
        int owner = owners.get(stored);
        settle(stored, owner);
        outcomes[owner] =
            Outcome.faulty(new IllegalStateException("MongoDB does not accept the message"));
        next = owner + 1;
        return Uni.createFrom().item(false);
      }
      default -> {
        settle(stored, owners.get(stored));
        return resolve(plan.messages().subList(stored, plan.messages().size()));
      }
    }
  }

  /** Takes note of what is stored: the first messages, and so the commands before {@code upTo}. */
  private void settle(int stored, int upTo) {
    for (StoredMessage message : plan.messages().subList(0, stored)) {
      states.get(message.conversationId()).stored(message.seq());
      storage.recent().stored(message);
      storage.lastMessages().stored(message);
    }
    for (int i = next; i < upTo; i++) {
      outcomes[i] = decided.get(i - next);
    }
    next = upTo;
  }

  /** The first of these messages is there already, or another one at its place. */
  private Uni<Boolean> resolve(List<StoredMessage> rest) {
    Set<SendKey> keys = new HashSet<>();
    rest.forEach(message -> keys.add(message.sendKey()));
    return lookUp(keys)
        .chain(
            () -> {
              if (!known.containsKey(rest.get(0).sendKey())) {
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
    states.clear();
  }

  private static Uni<Void> done() {
    return Uni.createFrom().voidItem();
  }
}
