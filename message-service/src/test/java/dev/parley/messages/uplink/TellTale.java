package dev.parley.messages.uplink;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.messages.downlink.EventAppender;
import dev.parley.routing.InboxAppender;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;

/** Takes down what is told instead of sending it; can be told to fail. */
final class TellTale implements InboxAppender, EventAppender {

  record Event(int partition, Envelope envelope) {}

  final List<InboxItem> items = new ArrayList<>();
  final List<Event> events = new ArrayList<>();
  int inboxEntries;
  int eventEntries;

  /** What the events wait for until they are taken. */
  Uni<Void> beforeEvents = Uni.createFrom().voidItem();

  /** The next append to an inbox fails. */
  boolean failNextInbox;

  /** The next append to the events fails. */
  boolean failNextEvents;

  @Override
  public Uni<Boolean> append(String node, byte[] entry) {
    return Uni.createFrom()
        .item(
            () -> {
              if (failNextInbox) {
                failNextInbox = false;
                throw new IllegalStateException("Redis is away");
              }
              inboxEntries++;
              items.addAll(InboxEntryCodec.decode(entry).items());
              return true;
            });
  }

  @Override
  public Uni<Void> append(int partition, byte[] envelopes) {
    return beforeEvents.invoke(
        () -> {
          if (failNextEvents) {
            failNextEvents = false;
            throw new IllegalStateException("Redis is away");
          }
          eventEntries++;
          EnvelopeCodec.decodeAll(envelopes).forEach(e -> events.add(new Event(partition, e)));
        });
  }

  List<InboxItem.Reply> replies() {
    return items.stream()
        .filter(InboxItem.Reply.class::isInstance)
        .map(InboxItem.Reply.class::cast)
        .toList();
  }

  List<InboxItem.Delivery> deliveries() {
    return items.stream()
        .filter(InboxItem.Delivery.class::isInstance)
        .map(InboxItem.Delivery.class::cast)
        .toList();
  }

  List<InboxItem.Broadcast> broadcasts() {
    return items.stream()
        .filter(InboxItem.Broadcast.class::isInstance)
        .map(InboxItem.Broadcast.class::cast)
        .toList();
  }

  void clear() {
    items.clear();
    events.clear();
    inboxEntries = 0;
    eventEntries = 0;
  }
}
