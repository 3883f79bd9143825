package dev.parley.gateway.testing;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.CloseCode;
import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.Transport;
import dev.parley.gateway.session.WireProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A transport that remembers; its loop runs tasks at once unless another is given. */
public final class FakeTransport implements Transport {

  /** Says {@code name payload}. */
  public static final WireProtocol PLAIN =
      (name, payload) -> Frame.of(name + " " + payload.text(), Frame.Kind.EVENT);

  public final List<String> written = new ArrayList<>();
  public CloseCode closed;
  public int looks;

  private final Executor loop;
  private final WireProtocol protocol;

  public FakeTransport() {
    this(Runnable::run, PLAIN);
  }

  public FakeTransport(Executor loop, WireProtocol protocol) {
    this.loop = loop;
    this.protocol = protocol;
  }

  public static RawJson json(String text) {
    return RawJson.of(text);
  }

  @Override
  public WireProtocol protocol() {
    return protocol;
  }

  @Override
  public Executor loop() {
    return loop;
  }

  @Override
  public void write(Frame frame) {
    written.add(frame.text());
  }

  @Override
  public long outstanding() {
    return 0;
  }

  @Override
  public void look(long now) {
    looks++;
  }

  @Override
  public void close(CloseCode code) {
    closed = code;
  }
}
