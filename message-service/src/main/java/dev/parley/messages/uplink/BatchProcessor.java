package dev.parley.messages.uplink;

import dev.parley.contracts.envelope.MalformedException;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Command.Origin;
import dev.parley.messages.conversation.Conversations;
import dev.parley.messages.conversation.EntryId;
import dev.parley.messages.conversation.LastMessageWriter;
import dev.parley.messages.conversation.PositionWriter;
import dev.parley.messages.downlink.Announcer;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.RecentSends;
import dev.parley.messages.schedule.ScheduleRepository;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * The way of a batch: read, store, tell. Two kinds of failure are kept apart: what is wrong with
 * one entry rejects that entry and nothing else; what is wrong with MongoDB or Redis fails the
 * batch, which then comes again as redelivered.
 *
 * <p>One batch at a time; the threads may differ.
 */
@ApplicationScoped
public class BatchProcessor {

  private final CommandDecoder decoder;
  private final Storage storage;
  private final Announcer announcer;
  private final LongAdder rejected = new LongAdder();

  @Inject
  BatchProcessor(
      CommandDecoder decoder,
      Conversations conversations,
      MessageRepository messages,
      RecentSends recent,
      LastMessageWriter lastMessages,
      PositionWriter positions,
      ScheduleRepository scheduled,
      Announcer announcer,
      MessageServiceSettings settings) {
    this(
        decoder,
        new Storage(
            conversations,
            messages,
            recent,
            lastMessages,
            positions,
            scheduled,
            settings.insertAttempts()),
        announcer);
  }

  BatchProcessor(CommandDecoder decoder, Storage storage, Announcer announcer) {
    this.decoder = decoder;
    this.storage = storage;
    this.announcer = announcer;
  }

  void publish(@Observes StartupEvent starting, MeterRegistry meters) {
    FunctionCounter.builder("parley.commands.rejected", rejected, LongAdder::sum)
        .description("Commands that went to the dead letters")
        .register(meters);
  }

  /** Completes when everything is stored, told and published. */
  Uni<Void> process(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    List<Command<?>> commands = decode(payloads, batch);
    BatchRun run = new BatchRun(storage, commands);
    return run.run()
        .chain(outcomes -> announcer.tell(commands, outcomes, run.rerouted(), batch))
        .invoke(() -> rejected.add(batch.refused().size()));
  }

  /** How many entries have gone to the dead letters since the start. */
  long rejected() {
    return rejected.sum();
  }

  private List<Command<?>> decode(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    List<Command<?>> commands = new ArrayList<>(payloads.size());
    for (int i = 0; i < payloads.size(); i++) {
      IncomingRedisStreamMetadata entry = batch.entries().get(i);
      try {
        commands.add(decoder.decode(payloads.get(i), origin(i, entry)));
      } catch (MalformedException poison) {
        Log.warnf("%s %s is not a command: %s", entry.stream(), entry.id(), poison.getMessage());
        batch.reject(i, poison);
      }
    }
    return commands;
  }

  private static Origin origin(int index, IncomingRedisStreamMetadata entry) {
    return new Origin(index, entry.redelivered(), entry.lease().epoch(), EntryId.of(entry.id()));
  }
}
