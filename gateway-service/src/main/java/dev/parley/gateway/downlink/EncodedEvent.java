package dev.parley.gateway.downlink;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.WireProtocol;

/** An event that is encoded once per wire protocol, however many get it. Not thread-safe. */
final class EncodedEvent {

  private final String name;
  private final RawJson payload;

  /** The last one only: receivers of different protocols are few. */
  private WireProtocol protocol;

  private Frame frame;

  EncodedEvent(String name, RawJson payload) {
    this.name = name;
    this.payload = payload;
  }

  String name() {
    return name;
  }

  Frame in(WireProtocol wanted) {
    if (frame == null || !wanted.equals(protocol)) {
      protocol = wanted;
      frame = wanted.event(name, payload);
    }
    return frame;
  }
}
