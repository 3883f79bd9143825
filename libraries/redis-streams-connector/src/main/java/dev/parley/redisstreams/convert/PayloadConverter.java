package dev.parley.redisstreams.convert;

import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.UndecodableException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MessageConverter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Converts the payloads of this connector's messages to what the application's methods take; which
 * types, and what becomes of a payload that is no such thing, stands at the package. Messages of
 * other connectors are left to others.
 *
 * <p>Acknowledgement and metadata of the message stay. Thread-safe; runs where the message is
 * handed over, which may be an event loop.
 */
@ApplicationScoped
public class PayloadConverter implements MessageConverter {

  /** After converters of the default priority, which are the application's. */
  static final int PRIORITY = CONVERTER_DEFAULT_PRIORITY + 100;

  private final JsonTypes json;

  /** As many as the application's methods take types. */
  private final Map<Type, Decoder> decoders = new ConcurrentHashMap<>();

  @Inject
  PayloadConverter(JsonTypes json) {
    this.json = json;
  }

  @Override
  public int getPriority() {
    return PRIORITY;
  }

  @Override
  public boolean canConvert(Message<?> in, Type target) {
    return isDefinite(target) && (isEntry(in) || isBatch(in));
  }

  private static boolean isDefinite(Type target) {
    return target != Object.class
        && !(target instanceof WildcardType)
        && !(target instanceof TypeVariable<?>);
  }

  private static boolean isEntry(Message<?> in) {
    return in.getPayload() instanceof byte[]
        && in.getMetadata(IncomingRedisStreamMetadata.class).isPresent();
  }

  private static boolean isBatch(Message<?> in) {
    return in.getPayload() instanceof List<?>
        && in.getMetadata(IncomingRedisStreamBatch.class).isPresent();
  }

  /** What is not this connector's comes back as it is: a channel may have several sources. */
  @Override
  public Message<?> convert(Message<?> in, Type target) {
    if (isEntry(in)) {
      return entry(in, target);
    }
    return isBatch(in) ? batch(in, target).message(in) : in;
  }

  @Override
  public Uni<Message<?>> convertUni(Message<?> in, Type target) {
    if (!isBatch(in)) {
      return MessageConverter.super.convertUni(in, target);
    }
    return Uni.createFrom()
        .deferred(
            () -> {
              DecodedBatch batch = batch(in, target);
              return batch.isRejected()
                  ? Uni.createFrom().completionStage(in::ack).map(settled -> null)
                  : Uni.createFrom().item(batch.message(in));
            });
  }

  private Message<?> entry(Message<?> in, Type target) {
    try {
      return in.withPayload(decoder(target).decode((byte[]) in.getPayload()));
    } catch (Exception undecodable) {
      IncomingRedisStreamMetadata entry =
          in.getMetadata(IncomingRedisStreamMetadata.class).orElseThrow();
      throw new UndecodableException(entry.stream(), entry.id(), target, undecodable);
    }
  }

  /** For batches whose elements are known to be of a type. */
  public BatchDecoder batches(Class<?> type) {
    return new BatchDecoder(type, decoder(type));
  }

  private DecodedBatch batch(Message<?> in, Type target) {
    Type element = element(target);
    return DecodedBatch.of(
        (List<?>) in.getPayload(),
        in.getMetadata(IncomingRedisStreamBatch.class).orElseThrow(),
        element,
        decoder(element));
  }

  private Decoder decoder(Type target) {
    return decoders.computeIfAbsent(target, type -> Decoder.of(type, json));
  }

  /** What the list of a batch consists of. */
  private static Type element(Type target) {
    if (target instanceof ParameterizedType list
        && list.getRawType() instanceof Class<?> type
        && type.isAssignableFrom(List.class)) {
      return list.getActualTypeArguments()[0];
    }
    throw new IllegalArgumentException(
        "the channel hands over batches: its method must take a List<...> and"
            + " not "
            + target.getTypeName()
            + ", or the channel must not have batch=true");
  }
}
