package dev.parley.presence.signal;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.presence.signal.Signal.Entry;
import dev.parley.presence.signal.SignalMeters.Outcome;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.PresenceRules;
import dev.parley.presence.state.PresenceViews;
import dev.parley.presence.store.Change;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.quarkus.logging.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One batch being carried out: what the signals make of the users. Not thread-safe. */
final class SignalRun {

  /**
   * An answer to a signal.
   *
   * @param payload a {@code PresenceView} or an {@code ErrorReply}
   */
  record Answer(Entry to, boolean error, Object payload) {}

  private final PresenceRules rules;
  private final PresenceViews views;
  private final SignalMeters meters;
  private final Set<String> alive;
  private final long now;
  private final Map<String, Work> works = new HashMap<>();
  private final List<Answer> answers = new ArrayList<>();

  /**
   * @param found the users of all signals
   * @param alive the living nodes among those that the signals name
   * @param now the Redis server's time
   */
  SignalRun(
      PresenceRules rules,
      PresenceViews views,
      SignalMeters meters,
      Map<String, Presence> found,
      Set<String> alive,
      long now) {
    this.rules = rules;
    this.views = views;
    this.meters = meters;
    this.alive = alive;
    this.now = now;
    found.forEach((user, presence) -> works.put(user, new Work(user, presence)));
  }

  /** Carries out the signals in their order. What fails is rejected, and nothing else. */
  void apply(List<Signal> signals, IncomingRedisStreamBatch batch) {
    for (Signal signal : signals) {
      try {
        meters.count(apply(signal, works.get(signal.user())));
      } catch (RuntimeException bug) {
        reject(signal.entry(), bug, batch);
      }
    }
    works.values().forEach(this::tell);
  }

  private Outcome apply(Signal signal, Work work) {
    if (signal instanceof Signal.Refused refused) {
      answer(refused.entry(), true, refused.reply());
      return Outcome.REFUSED;
    }
    if (signal.entry().again()) {
      work.again(signal instanceof Signal.Choice || signal instanceof Signal.Due);
    }
    if (signal instanceof Signal.Connections connections) {
      boolean known = alive.contains(connections.payload().node());
      if (!known && !connections.payload().connections().isEmpty()) {
        return Outcome.REFUSED;
      }
      return become(work, rules.apply(work.now(), connections.payload(), now), "");
    }
    if (signal instanceof Signal.Gone gone) {
      if (alive.contains(gone.payload().node())) {
        return Outcome.REFUSED;
      }
      work.gone(gone.payload().node());
      return become(work, rules.apply(work.now(), gone.payload(), now), "");
    }
    if (signal instanceof Signal.Choice choice) {
      return choose(choice, work);
    }
    work.settle();
    return become(work, rules.due(work.now(), now), "");
  }

  private Outcome choose(Signal.Choice choice, Work work) {
    Entry entry = choice.entry();
    String session = entry.replyTo() == null ? "" : entry.replyTo().session();
    Presence next = rules.apply(work.now(), choice.payload(), entry.takenAt(), now);
    Outcome outcome = become(work, next, session);
    answer(entry, false, views.view(work.user, work.now(), now, true));
    return outcome;
  }

  private static Outcome become(Work work, Presence next, String session) {
    return work.become(next, session) ? Outcome.APPLIED : Outcome.OLD;
  }

  private void answer(Entry to, boolean error, Object payload) {
    if (to.replyTo() != null) {
      answers.add(new Answer(to, error, payload));
    }
  }

  private void reject(Entry entry, RuntimeException bug, IncomingRedisStreamBatch batch) {
    Log.errorf(bug, "a signal %s failed", entry.envelope().type());
    batch.reject(entry.index(), bug);
    meters.count(Outcome.REJECTED);
    answer(entry, true, ErrorReply.of(ErrorCode.INTERNAL, "internal error"));
  }

  /** One change per user and batch, and only so often. */
  private void tell(Work work) {
    work.become(rules.tell(work.now(), now), "");
    meters.changed(work.isShown(), work.isShown() && work.now().isUntold());
  }

  /** What is to be stored. */
  List<Change> changes() {
    return works.values().stream().filter(Work::isWritten).map(work -> work.change(rules)).toList();
  }

  /** What is to be answered, in the order of the signals. */
  List<Answer> answers() {
    return answers;
  }

  /** The users about whom watchers are to be told. */
  List<Work> told() {
    return works.values().stream().filter(Work::isTold).toList();
  }

  /** The users who are to be told about themselves. */
  List<Work> ownTold() {
    return works.values().stream().filter(Work::isOwnTold).toList();
  }

  PresenceView view(Work work, boolean own) {
    return views.view(work.user, work.now(), now, own);
  }
}
