package dev.parley.benchmark.cache;

import dev.parley.benchmark.Await;
import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Repeated;
import dev.parley.benchmark.Store;
import dev.parley.benchmark.connector.Console;
import dev.parley.local.ServiceProcess;
import dev.parley.local.Suite;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Read models, measured over a suite with message-service and one replica of cache-service. */
final class Models {

  private static final String CACHE = "cache-1";
  private static final int[] AT_ONCE = {1, 8};
  private static final int MOST_AT_ONCE = 8;
  private static final Duration READY = Duration.ofMinutes(1);

  private final ModelsOptions options;
  private final Suite suite;
  private final Population population;
  private final EventStreams streams;
  private final List<PagesRow> rows = new ArrayList<>();

  private Models(ModelsOptions options, Suite suite, Store store) {
    this.options = options;
    this.suite = suite;
    this.population = new Population(suite, options.conversations());
    this.streams = new EventStreams(store);
  }

  static ModelsResult measure(ModelsOptions options, Suite suite) {
    try (Store store = Store.at(suite.redisUrl())) {
      return new Models(options, suite, store).measure();
    }
  }

  private ModelsResult measure() {
    Console.say("%,d conversations are made".formatted(options.conversations()));
    population.create();
    population.read();
    List<Talk> talks = new ArrayList<>(population.talks());
    talks.addAll(population.unread());
    Happenings happenings = new Happenings(talks);
    List<HttpRequest> stored = population.pages(suite.messages().get(0), "/api/v1/conversations");
    List<HttpRequest> cached = population.pages(suite.cache().get(0), "/api/v1/chats");
    warm(stored);
    pages("message-service", stored, 0);
    warm(cached);
    pages("cache-service", cached, 0);
    try (Trickle trickle = Trickle.begin(streams, happenings, options.rate())) {
      pages("message-service", stored, options.rate());
      pages("cache-service", cached, options.rate());
    }
    Applied applied = options.events() == 0 ? null : apply(happenings);
    Await.until("all events are applied", () -> streams.open() == 0);
    long right = cached.stream().map(population::ask).mapToLong(population::right).sum();
    long checked = (long) cached.size() * Population.LIST;
    return new ModelsResult(rows, applied, checked, checked - right);
  }

  private void warm(List<HttpRequest> requests) {
    Repeated.measure(requests.size(), ask(requests), MOST_AT_ONCE, options.warmup());
  }

  private void pages(String service, List<HttpRequest> requests, int rate) {
    for (int atOnce : AT_ONCE) {
      Console.say("pages from %s, %d at once, %d events/s".formatted(service, atOnce, rate));
      CpuTimes before = CpuTimes.of(suite);
      Repeated.Result pages =
          Repeated.measure(requests.size(), ask(requests), atOnce, options.seconds());
      rows.add(new PagesRow(service, atOnce, rate, pages, CpuTimes.of(suite).since(before)));
    }
  }

  private IntConsumer ask(List<HttpRequest> requests) {
    return turn -> population.ask(requests.get(turn));
  }

  private Applied apply(Happenings happenings) {
    Await.until("earlier events are applied", () -> streams.open() == 0);
    ServiceProcess cache = suite.process(CACHE);
    cache.stop();
    Console.say("%,d events are appended".formatted(options.events()));
    streams.append(happenings, options.events(), options.batch());
    cache.restart();
    long measured = options.events() / 5 * 4;
    Await.until("the first fifth is applied", () -> streams.open() <= measured);
    long from = streams.open();
    long start = System.nanoTime();
    CpuTimes before = CpuTimes.of(suite);
    long end = Await.until("all events are applied", () -> streams.open() == 0);
    Applied applied = new Applied(from, (end - start) / 1e9, CpuTimes.of(suite).since(before));
    Console.say("%,.0f events/s".formatted(applied.perSecond()));
    cache.awaitReady(READY);
    return applied;
  }
}
