package dev.parley.local;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The program that stands in for MongoDB: mongo-java-server at the loopback address, in memory, or
 * in a file when given a directory. A process of its own, so that its processor time and memory are
 * its own, and it can be killed.
 */
public final class MongoStandIn {

  private MongoStandIn() {}

  /** Arguments: the port, and the directory to keep the data in (none: in memory). */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = Integer.parseInt(args[0]);
    MongoBackend backend = args.length > 1 ? file(Path.of(args[1])) : new MemoryBackend();
    MongoServer server = new MongoServer(backend);
    // Closing the server closes the backend, which writes what is still in memory.
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow, "shutdown"));
    server.bind(new InetSocketAddress(Ports.loopback(), port));
    new CountDownLatch(1).await();
  }

  private static MongoBackend file(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new H2Backend(directory.resolve("mongo.mv").toString());
  }
}
