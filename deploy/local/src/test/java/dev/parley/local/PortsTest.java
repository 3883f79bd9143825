package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void port_somebodyListensAtLoopback_isNotFree() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertFalse(Ports.isFree(server.getLocalPort()));
      assertTrue(Ports.answers(server.getLocalPort()));
    }
  }

  @Test
  void port_somebodyListensAtAllAddresses_isNotFree() throws Exception {
    try (ServerSocket server = new ServerSocket(0)) {
      assertFalse(Ports.isFree(server.getLocalPort()));
    }
  }

  @Test
  void port_given_isFreeAndNeverGivenAgain() {
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      int port = Ports.free();
      assertTrue(Ports.isFree(port));
      given.add(port);
    }
    assertEquals(50, given.size());
  }
}
