package dev.parley.benchmark.presence;

import dev.parley.benchmark.Await;
import dev.parley.benchmark.Pause;
import dev.parley.benchmark.Store;
import dev.parley.benchmark.connector.Console;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Users become idle and active again, in turn, at fixed times; the inbox of the node whose users
 * watch them is read as it fills.
 */
final class Changes {

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final String BLOCK_MILLIS = "100";
  private static final String ENTRIES = "1000";
  private static final long JOIN_MILLIS = 5_000;

  private final PresenceOptions options;
  private final Store store;
  private final Crowd crowd;
  private final ChangesUnderWay underWay;
  private final Thread reader = new Thread(this::read, "watchers");
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  private Changes(PresenceOptions options, Store store, Crowd crowd) {
    this.options = options;
    this.store = store;
    this.crowd = crowd;
    this.underWay = new ChangesUnderWay(options.users());
  }

  /**
   * What came out.
   *
   * @param latency in microseconds
   * @param lost changes that nobody was told of
   */
  record Result(Histogram latency, long lost) {}

  /** Measures for as long as the options say. */
  static Result measure(PresenceOptions options, Store store, Crowd crowd) {
    return new Changes(options, store, crowd).measure();
  }

  private Result measure() {
    reader.setDaemon(true);
    reader.start();
    try {
      change();
      Await.until("all changes are told", () -> failure != null || underWay.open() == 0);
    } finally {
      stop();
    }
    if (failure != null) {
      throw failure;
    }
    return new Result(underWay.latency(), underWay.lost());
  }

  private void change() {
    long start = System.nanoTime();
    long measured = start + TimeUnit.SECONDS.toNanos(options.warmup());
    long end = measured + TimeUnit.SECONDS.toNanos(options.seconds());
    underWay.measure(measured);
    int sent = 0;
    while (failure == null && System.nanoTime() - end < 0) {
      long now = System.nanoTime();
      List<Request> commands = new ArrayList<>();
      for (; due(start, sent) - now <= 0 && commands.size() < Store.PIPELINE; sent++) {
        int user = sent % options.users();
        underWay.due(user, due(start, sent));
        commands.add(crowd.change(user, sent / options.users() % 2 == 0));
      }
      if (commands.isEmpty()) {
        Pause.nanos(TICK_NANOS);
      } else {
        store.pipeline(commands);
      }
    }
    Console.say("%,d changes, %,d of them under way".formatted(sent, underWay.open()));
  }

  private long due(long start, int number) {
    return start + number * TimeUnit.SECONDS.toNanos(1) / options.rate();
  }

  private void read() {
    String last = "0";
    try {
      while (!stopped) {
        Response streams =
            store.ask(
                Command.XREAD,
                "COUNT",
                ENTRIES,
                "BLOCK",
                BLOCK_MILLIS,
                "STREAMS",
                crowd.watchersInbox(),
                last);
        last = streams == null ? last : take(streams.get(0).get(1));
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Gives back the id of the last entry. */
  private String take(Response entries) {
    long now = System.nanoTime();
    String last = null;
    for (Response entry : entries) {
      last = entry.get(0).toString();
      for (InboxItem item : InboxEntryCodec.decode(data(entry.get(1))).items()) {
        if (item instanceof InboxItem.Status status) {
          underWay.told(Crowd.number(status.user()), now);
        }
      }
    }
    return last;
  }

  private static byte[] data(Response fields) {
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (fields.get(i).toString().equals("data")) {
        return fields.get(i + 1).getDelegate().toBytes();
      }
    }
    throw new IllegalStateException("an entry without data");
  }

  private void stop() {
    stopped = true;
    try {
      reader.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
