package dev.parley.benchmark.cache;

import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.HttpCalls;
import dev.parley.benchmark.Repeated;
import dev.parley.benchmark.Store;
import dev.parley.benchmark.connector.Console;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.limits.Decision;
import dev.parley.limits.RateLimiter;
import dev.parley.limits.Take;
import dev.parley.local.LocalRunException;
import dev.parley.local.Suite;
import dev.parley.local.Tokens;
import dev.parley.routing.RedisPipeline;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Takes from the limits of all subjects in turn, by HTTP and by the library. */
final class Decisions {

  /** Subjects of a call by HTTP that has several. */
  static final int SOME = 32;

  /** Subjects of a call of the library: one pipeline. */
  static final int PIPELINE = 64;

  private static final int[] AT_ONCE = {1, 8};

  private final LimitsOptions options;
  private final Suite suite;
  private final List<LimitsRow> rows = new ArrayList<>();

  private Decisions(LimitsOptions options, Suite suite) {
    this.options = options;
    this.suite = suite;
  }

  static List<LimitsRow> measure(LimitsOptions options, Suite suite) {
    return new Decisions(options, suite).measure();
  }

  private List<LimitsRow> measure() {
    HttpCalls http = new HttpCalls();
    String token = suite.tokens().issue("benchmark", Tokens.LIFETIME, List.of("service"));
    URI limits = suite.cache().get(0).resolve("/api/v1/limits/");
    byHttp(http, 1, from -> HttpCalls.post(limits.resolve("take"), token, take(from)));
    byHttp(http, SOME, from -> HttpCalls.post(limits.resolve("takes"), token, takes(from)));
    try (Store store = Store.at(suite.redisUrl())) {
      byLibrary(store);
    }
    return rows;
  }

  private void byHttp(HttpCalls http, int subjects, IntFunction<HttpRequest> request) {
    List<HttpRequest> requests = inTurn(subjects, request);
    measure("cache-service", subjects, requests.size(), turn -> http.send(requests.get(turn)));
  }

  private void byLibrary(Store store) {
    RedisKeys keys = new RedisKeys(RedisKeys.DEFAULT_PREFIX);
    RateLimiter limiter = new RateLimiter(new RedisPipeline(store.redis(), false), keys);
    List<List<Take>> takes =
        inTurn(
            PIPELINE,
            from ->
                IntStream.range(from, from + PIPELINE)
                    .mapToObj(i -> Take.of(subject(i), LimitsRun.POLICY, 1))
                    .toList());
    measure(
        "the library",
        PIPELINE,
        takes.size(),
        turn -> requireAll(Store.await(limiter.take(takes.get(turn)))));
  }

  private void measure(String who, int subjects, int turns, IntConsumer call) {
    for (int atOnce : AT_ONCE) {
      Console.say("%s, %d subjects a call, %d at once".formatted(who, subjects, atOnce));
      Repeated.measure(turns, call, atOnce, options.warmup());
      CpuTimes before = CpuTimes.of(suite);
      Repeated.Result calls = Repeated.measure(turns, call, atOnce, options.seconds());
      CpuTimes cpu = CpuTimes.of(suite).since(before);
      rows.add(new LimitsRow(who, subjects, atOnce, calls, cpu));
    }
  }

  /** What is made of every so many subjects, by the number of the first. */
  private <T> List<T> inTurn(int subjects, IntFunction<T> make) {
    return IntStream.range(0, options.subjects() / subjects)
        .mapToObj(turn -> make.apply(turn * subjects))
        .toList();
  }

  private static void requireAll(List<Decision> decisions) {
    if (decisions.size() != PIPELINE) {
      throw new LocalRunException("Decisions are missing.");
    }
  }

  static String take(int subject) {
    return "{\"subject\":\"%s\",\"policies\":[{\"policy\":\"%s\"}]}"
        .formatted(subject(subject), LimitsRun.POLICY.name());
  }

  static String takes(int from) {
    return IntStream.range(from, from + SOME)
        .mapToObj(Decisions::take)
        .collect(Collectors.joining(",", "{\"takes\":[", "]}"));
  }

  private static String subject(int number) {
    return "subject-%06d".formatted(number);
  }
}
