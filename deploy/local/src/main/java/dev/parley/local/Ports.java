package dev.parley.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback address: whether one is free, and finding free ones. */
final class Ports {

  /** Below what systems give to outgoing connections, so that none of those takes it meanwhile. */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;
  private static final int CONNECT_MILLIS = 500;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** A port that nothing listens on and that this JVM has not been given before. */
  static int free() {
    for (int attempt = 0; attempt < HIGHEST - LOWEST; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new LocalRunException(
        "No free port between " + LOWEST + " and " + HIGHEST + ": stop what listens there.");
  }

  static boolean isFree(int port) {
    return !answers(port) && canBind(port);
  }

  /**
   * Whether somebody takes connections there. Binding alone would not tell: next to a server on all
   * addresses some systems allow another one on the loopback address.
   */
  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException nobodyThere) {
      return false;
    }
  }

  private static boolean canBind(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
      return socket.isBound();
    } catch (IOException inUse) {
      return false;
    }
  }

  static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
