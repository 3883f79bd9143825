package dev.parley.gateway.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.Partitions;
import dev.parley.gateway.node.NodeLifecycle;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.Sample;
import dev.parley.service.testing.Tokens;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What the tests that every door must pass have in common. */
abstract class Conformance {

  static final String SAMPLE = "dev.parley.gateway.testing.Sample#";

  private final Peer.Door door;
  private final List<Peer> peers = new ArrayList<>();

  /** In no other test, so that what is in the streams is of this one. */
  final String user = "c-" + Ids.random();

  @Inject Backend backend;
  @Inject NodeLifecycle lifecycle;

  Conformance(Peer.Door door) {
    this.door = door;
  }

  @AfterEach
  void tidyUp() {
    peers.forEach(Peer::cut);
    if (!lifecycle.isAccepting()) {
      lifecycle.start();
      Backend.until("started again", lifecycle::isAccepting);
    }
  }

  Peer connect(String name) {
    return connectWith(Tokens.of(name));
  }

  Peer connectWith(String token) {
    Peer peer = door.connect(token);
    peers.add(peer);
    return peer;
  }

  Peer ready(String name) {
    Peer peer = connect(name);
    peer.event("ready");
    return peer;
  }

  static String session(Peer peer) {
    return Client.parse(peer.event("ready")).get("sessionId").asText();
  }

  static int partition(String key) {
    return Partitions.of(key, 16);
  }

  void assertIs(Sample sample, String session, Envelope request) {
    assertEquals(sample.method(), request.type());
    assertEquals(sample.key(user), request.key());
    assertEquals(sample.json(), request.payload().text());
    assertEquals(backend.node(), request.replyTo().node());
    assertEquals(session, request.replyTo().session());
    assertTrue(Math.abs(System.currentTimeMillis() - request.time()) < 60_000);
  }

  void assertIsAnswered(Envelope request, Peer peer) {
    backend.reply(request, "{\"done\":true}");
    assertEquals("{\"done\":true}", peer.result(1));
  }
}
