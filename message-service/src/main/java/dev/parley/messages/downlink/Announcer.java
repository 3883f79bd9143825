package dev.parley.messages.downlink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.key.Partitions;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Watching;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.routing.Downlink;
import dev.parley.routing.Outbox;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells what a batch has come to: events to the followers, then replies to the senders and
 * deliveries to the members. Only called when everything told is stored for good.
 */
@ApplicationScoped
public class Announcer {

  private final Downlink downlink;
  private final EventAppender events;
  private final ObjectMapper json;
  private final int partitions;

  @Inject
  Announcer(
      Downlink downlink, EventAppender events, ObjectMapper json, MessageServiceSettings settings) {
    this(downlink, events, json, settings.partitions());
  }

  public Announcer(Downlink downlink, EventAppender events, ObjectMapper json, int partitions) {
    this.downlink = downlink;
    this.events = events;
    this.json = json;
    this.partitions = partitions;
  }

  /**
   * Tells the outcomes, in the order of the commands: first the followers, and only when Redis has
   * the events, the clients. So whoever gets a reply, or is not found by the routes and asks after
   * it has connected, finds in the streams what it is about. Completes when Redis has taken all of
   * it; fails when it has not, and then clients were told nothing that is not in the streams.
   * Entries with a fault are rejected.
   *
   * @param outcomes one per command
   * @param watching what is told first, or, where it ends, last
   */
  public Uni<Void> tell(
      List<Command<?>> commands,
      Outcome[] outcomes,
      List<Watching> watching,
      IncomingRedisStreamBatch batch) {
    Outbox outbox = downlink.begin();
    add(watching, true, outbox);
    Map<Integer, List<Envelope>> published = new HashMap<>();
    Set<Announcement> outdated = outdated(outcomes);
    for (int i = 0; i < outcomes.length; i++) {
      Command<?> command = commands.get(i);
      Throwable fault = outcomes[i].fault();
      try {
        add(command, outcomes[i], outdated, outbox, published);
      } catch (RuntimeException bug) {
        fault = bug;
        add(command, Outcome.faulty(bug), outdated, outbox, published);
      }
      if (fault != null) {
        reject(command, fault, batch);
      }
    }
    add(watching, false, outbox);
    return append(published).chain(outbox::send);
  }

  /** All partitions at once; completes when Redis has all of it. */
  private Uni<Void> append(Map<Integer, List<Envelope>> published) {
    if (published.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Uni<Void>> appends = new ArrayList<>(published.size());
    published.forEach(
        (partition, envelopes) ->
            appends.add(events.append(partition, EnvelopeCodec.encodeAll(envelopes))));
    return Uni.join().all(appends).andCollectFailures().replaceWithVoid();
  }

  private static void add(List<Watching> watching, boolean watched, Outbox outbox) {
    for (Watching next : watching) {
      if (next.watched() == watched) {
        outbox.watch(next.conversationId(), next.revision(), next.members(), watched);
      }
    }
  }

  /** What a later announcement of the same batch makes needless. */
  private static Set<Announcement> outdated(Outcome[] outcomes) {
    Map<Object, Announcement> last = null;
    Set<Announcement> outdated = Set.of();
    for (Outcome outcome : outcomes) {
      for (Announcement told : outcome.announcements()) {
        if (told.latest() != null) {
          last = last == null ? new HashMap<>() : last;
          Announcement before = last.put(told.latest(), told);
          if (before != null) {
            outdated =
                outdated.isEmpty() ? Collections.newSetFromMap(new IdentityHashMap<>()) : outdated;
            outdated.add(before);
          }
        }
      }
    }
    return outdated;
  }

  private void add(
      Command<?> command,
      Outcome outcome,
      Set<Announcement> outdated,
      Outbox outbox,
      Map<Integer, List<Envelope>> published) {
    // Everything is encoded before anything is added: a bug leaves no half behind.
    Envelope envelope = command.envelope();
    RawJson reply = envelope.replyTo() == null ? null : encode(outcome.reply());
    List<Announcement> told = outcome.announcements();
    List<RawJson> payloads = new ArrayList<>(told.size());
    for (Announcement announcement : told) {
      payloads.add(outdated.contains(announcement) ? null : encode(announcement.payload()));
    }
    if (reply != null) {
      outbox.reply(envelope.replyTo(), outcome.error(), reply);
    }
    for (int i = 0; i < payloads.size(); i++) {
      if (payloads.get(i) != null) {
        add(command, told.get(i), payloads.get(i), outbox, published);
      }
    }
  }

  private void add(
      Command<?> command,
      Announcement told,
      RawJson payload,
      Outbox outbox,
      Map<Integer, List<Envelope>> published) {
    deliver(told, told.except(command.session()), payload, outbox);
    if (told.fact()) {
      published
          .computeIfAbsent(Partitions.of(told.conversationId(), partitions), p -> new ArrayList<>())
          .add(event(told, command.envelope(), payload));
    }
  }

  private static void deliver(
      Announcement told, String exceptSession, RawJson payload, Outbox outbox) {
    Audience audience = told.audience();
    String conversation = told.conversationId();
    if (!audience.left().isEmpty()) {
      outbox.watch(conversation, audience.revision(), audience.left(), false);
    }
    if (!audience.joined().isEmpty()) {
      outbox.watch(conversation, audience.revision(), audience.joined(), true);
    }
    if (!audience.users().isEmpty()) {
      outbox.deliver(audience.users(), exceptSession, told.event(), payload);
    }
    if (audience.watchers()) {
      outbox.broadcast(conversation, exceptSession, told.event(), payload);
    }
  }

  private static Envelope event(Announcement told, Envelope command, RawJson payload) {
    return new Envelope(
        told.id(),
        told.event(),
        told.conversationId(),
        told.time().toEpochMilli(),
        command.user(),
        null,
        payload);
  }

  private RawJson encode(Object value) {
    try {
      return RawJson.of(json.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void reject(Command<?> command, Throwable fault, IncomingRedisStreamBatch batch) {
    IncomingRedisStreamMetadata entry = batch.entries().get(command.index());
    String type = command.envelope().type();
    if (fault instanceof MalformedException) {
      Log.warnf("%s %s is rejected: %s", entry.stream(), entry.id(), fault.getMessage());
    } else {
      Log.errorf(fault, "%s %s (%s) is rejected", entry.stream(), entry.id(), type);
    }
    batch.reject(command.index(), fault);
  }
}
