package dev.parley.redisstreams.faults;

import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.connection.RedisAccess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Senders, one per key: each sends its next entry when Redis has answered the one before, and the
 * same one again when the outcome is unknown. A key always goes to the same partition.
 */
final class Load implements AutoCloseable {

  private final Vertx vertx;
  private final CommandPipeline pipeline;
  private final String stream;
  private final int partitions;
  private final List<Sender> senders = new ArrayList<>();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final long timer;
  private volatile boolean over;

  /** Each of the keys sends one entry per interval. */
  Load(RedisAccess access, String stream, int partitions, int keys, long intervalMillis) {
    this.vertx = access.vertx();
    this.stream = stream;
    this.partitions = partitions;
    pipeline = new CommandPipeline(access);
    pipeline.start();
    for (int key = 0; key < keys; key++) {
      senders.add(new Sender(key));
    }
    timer =
        vertx.setPeriodic(intervalMillis, ignored -> senders.forEach(Sender::sendUnlessUnderWay));
  }

  boolean isConnected() {
    return pipeline.isConnected();
  }

  /** Payloads of what Redis has taken. */
  Set<String> sent() {
    return sent;
  }

  /** Sends nothing new. */
  void end() {
    over = true;
    vertx.cancelTimer(timer);
  }

  /** Whether everything that was begun to be sent is. */
  boolean isDone() {
    return over && senders.stream().noneMatch(sender -> sender.underWay);
  }

  @Override
  public void close() {
    end();
    pipeline.close();
  }

  private final class Sender {
    private final int key;
    private long number;
    private volatile boolean underWay;

    Sender(int key) {
      this.key = key;
    }

    void sendUnlessUnderWay() {
      if (!underWay && !over) {
        underWay = true;
        send("k" + key + "-" + number++);
      }
    }

    private void send(String payload) {
      Request add =
          Request.cmd(Command.XADD)
              .arg(stream + ":{" + key % partitions + "}")
              .arg("*")
              .arg("key")
              .arg("k" + key)
              .arg("data")
              .arg(payload);
      pipeline
          .send(add)
          .onComplete(
              answer -> {
                if (answer.succeeded()) {
                  sent.add(payload);
                  underWay = false;
                } else {
                  vertx.setTimer(100, ignored -> send(payload));
                }
              });
    }
  }
}
