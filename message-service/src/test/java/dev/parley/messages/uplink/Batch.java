package dev.parley.messages.uplink;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.ConversationCommand;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.Partitions;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.PartitionLease;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A batch as the connector hands it over. The entry at place n has the request number n, and comes
 * from the session {@code s-<user>} of node {@code n1}.
 */
final class Batch {

  static final String NODE = "n1";

  private static final ObjectMapper JSON =
      new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

  private final List<byte[]> payloads = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final List<Boolean> redelivered = new ArrayList<>();
  private long millis = later();
  private long epoch;

  /** A time after everything that was done before. */
  private static long later() {
    long before = System.currentTimeMillis();
    while (System.currentTimeMillis() == before) {
      Thread.onSpinWait();
    }
    return System.currentTimeMillis();
  }

  static Batch of() {
    return new Batch();
  }

  Batch send(String user, String conversation, String clientMessageId) {
    return send(user, conversation, clientMessageId, "hi from " + user);
  }

  Batch send(String user, String conversation, String clientMessageId, String text) {
    return command(
        CommandType.SEND_MESSAGE,
        user,
        conversation,
        "{\"conversationId\":\"%s\",\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"%s\"}}"
            .formatted(conversation, clientMessageId, text));
  }

  Batch create(String user, CreateConversation create) {
    String key = ConversationIds.created(user, create.clientConversationId());
    return command(CommandType.CREATE_CONVERSATION, user, key, json(create));
  }

  /** Any other command. */
  Batch add(String type, String user, ConversationCommand command) {
    return command(type, user, command.conversationId(), json(command));
  }

  private static String json(Object command) {
    try {
      return JSON.writeValueAsString(command);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  Batch create(String user, String other) {
    return command(
        CommandType.CREATE_CONVERSATION,
        user,
        ConversationIds.direct(user, other),
        "{\"type\":\"direct\",\"memberIds\":[\"%s\"]}".formatted(other));
  }

  /** The same as they would come from so long ago. */
  Batch aged(long millis) {
    Batch aged = new Batch();
    aged.keys.addAll(keys);
    aged.redelivered.addAll(redelivered);
    for (byte[] payload : payloads) {
      Envelope now = EnvelopeCodec.decode(payload);
      aged.payloads.add(
          EnvelopeCodec.encode(
              new Envelope(
                  now.id(),
                  now.type(),
                  now.key(),
                  now.time() - millis,
                  now.user(),
                  now.replyTo(),
                  now.payload())));
    }
    return aged;
  }

  Batch command(String type, String user, String key, String payload) {
    Envelope envelope =
        new Envelope(
            Ids.random(),
            type,
            key,
            System.currentTimeMillis(),
            user,
            new ReplyTo(NODE, "s-" + user, payloads.size()),
            RawJson.of(payload));
    return add(EnvelopeCodec.encode(envelope), key);
  }

  Batch raw(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8), null);
  }

  private Batch add(byte[] payload, String key) {
    payloads.add(payload);
    keys.add(key);
    redelivered.add(false);
    return this;
  }

  /** Flags the entry added last. */
  Batch redelivered() {
    redelivered.set(redelivered.size() - 1, true);
    return this;
  }

  /** The same entries again, as the connector hands them over after a failure. */
  Batch again() {
    Batch again = new Batch();
    again.payloads.addAll(payloads);
    again.keys.addAll(keys);
    payloads.forEach(p -> again.redelivered.add(true));
    again.epoch = epoch;
    again.millis = millis;
    return again;
  }

  /** As the owner of that epoch gets it. */
  Batch under(long epoch) {
    this.epoch = epoch;
    return this;
  }

  private PartitionLease lease() {
    return new PartitionLease() {
      @Override
      public long epoch() {
        return epoch;
      }

      @Override
      public boolean isHeld() {
        return true;
      }
    };
  }

  int size() {
    return payloads.size();
  }

  List<byte[]> payloads() {
    return payloads;
  }

  IncomingRedisStreamBatch entries() {
    List<IncomingRedisStreamMetadata> entries = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      String key = keys.get(i);
      int partition = key == null ? 0 : Partitions.of(key, Partitions.DEFAULT_COUNT);
      entries.add(
          new IncomingRedisStreamMetadata(
              "commands:{" + partition + "}",
              partition,
              millis + "-" + i,
              key,
              redelivered.get(i) ? 2 : 1,
              Map.of(),
              lease()));
    }
    return new IncomingRedisStreamBatch(entries, false);
  }
}
