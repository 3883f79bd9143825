package dev.parley.service.node;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.routing.Downlink;
import dev.parley.routing.Outbox;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Who is asked: says what it was asked, or refuses, or says nothing, as the type wants it. */
@Singleton
public class Answerer implements NodeListener {

  static final String REPEAT = "repeat";
  static final String REFUSE = "refuse";
  static final String IGNORE = "ignore";

  final List<Envelope> seen = new CopyOnWriteArrayList<>();
  final AtomicInteger missed = new AtomicInteger();
  private final Downlink downlink;
  private final MutinyEmitter<byte[]> stream;

  @Inject
  Answerer(
      Downlink downlink,
      @Channel("asked") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 64)
          MutinyEmitter<byte[]> stream) {
    this.downlink = downlink;
    this.stream = stream;
  }

  MutinyEmitter<byte[]> stream() {
    return stream;
  }

  @Incoming("answered")
  Uni<Void> onRequest(byte[] entry) {
    Envelope asked = EnvelopeCodec.decode(entry);
    seen.add(asked);
    Outbox outbox = downlink.begin();
    if (asked.type().equals(REPEAT) && asked.replyTo() != null) {
      outbox.reply(asked.replyTo(), false, asked.payload());
    } else if (asked.type().equals(REFUSE)) {
      String refusal = "{\"code\":\"not_a_member\",\"message\":\"not there\",\"retryable\":false}";
      outbox.reply(asked.replyTo(), true, RawJson.of(refusal));
    }
    return outbox.send();
  }

  @Override
  public void received(InboxItem item) {}

  @Override
  public void missed() {
    missed.incrementAndGet();
  }
}
