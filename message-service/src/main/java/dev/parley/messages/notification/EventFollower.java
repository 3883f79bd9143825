package dev.parley.messages.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageNew;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Follows the service's own events, and makes jobs of the messages. What is read again after a
 * crash makes the same jobs again, which find themselves covered.
 */
@ApplicationScoped
class EventFollower {

  /** How many conversations' members are in memory at once. */
  private static final int CONVERSATIONS_AT_ONCE = 100;

  private final Absentees absentees;
  private final JobQueue jobs;
  private final NotificationMeters meters;
  private final ObjectMapper json;
  private final MessageServiceSettings.Notifications settings;

  EventFollower(
      Absentees absentees,
      JobQueue jobs,
      NotificationMeters meters,
      ObjectMapper json,
      MessageServiceSettings settings) {
    this.absentees = absentees;
    this.jobs = jobs;
    this.meters = meters;
    this.json = json;
    this.settings = settings.notifications();
  }

  /** Takes a batch; fails, to have it again, when MongoDB or Redis does not answer. */
  @Incoming("followed-events")
  Uni<Void> handle(List<byte[]> entries, IncomingRedisStreamBatch batch) {
    Map<String, List<MessageNew>> byConversation =
        messages(entries, batch).stream()
            .collect(
                Collectors.groupingBy(
                    MessageNew::conversationId, LinkedHashMap::new, Collectors.toList()));
    return Multi.createFrom()
        .iterable(byConversation.values())
        .group()
        .intoLists()
        .of(CONVERSATIONS_AT_ONCE)
        .onItem()
        .transformToUniAndConcatenate(some -> absentees.jobs(some).chain(jobs::add))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private List<MessageNew> messages(List<byte[]> entries, IncomingRedisStreamBatch batch) {
    Instant oldest = Instant.now().minus(settings.maxAge());
    List<MessageNew> messages = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      try {
        messages.addAll(messages(entries.get(i), oldest));
      } catch (MalformedException poison) {
        Log.warnf("%s is no events: %s", batch.entries().get(i).id(), poison.getMessage());
        batch.reject(i, poison);
      }
    }
    return messages;
  }

  private List<MessageNew> messages(byte[] entry, Instant oldest) {
    List<MessageNew> messages = new ArrayList<>();
    for (Envelope event : EnvelopeCodec.decodeAll(entry)) {
      if (EventType.MESSAGE_NEW.equals(event.type())) {
        MessageNew message = message(event);
        if (message.sentAt().isBefore(oldest)) {
          meters.passOver();
        } else if (!Content.SYSTEM.equals(message.content().type())) {
          messages.add(message);
        }
      }
    }
    return messages;
  }

  private MessageNew message(Envelope event) {
    try {
      MessageNew message = json.readValue(event.payload().utf8(), MessageNew.class);
      if (message.conversationId() == null
          || message.senderId() == null
          || message.content() == null
          || message.sentAt() == null) {
        throw new MalformedException("a " + EventType.MESSAGE_NEW + " that lacks something");
      }
      return message;
    } catch (JsonProcessingException notOne) {
      // Its own text could say what somebody wrote.
      throw new MalformedException("not a " + EventType.MESSAGE_NEW);
    } catch (IOException impossibleInMemory) {
      throw new MalformedException("not read", impossibleInMemory);
    }
  }
}
