package dev.parley.redisstreams.deadletter;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The operator's tool for dead letters: lists them, shows one, sends them back or drops them. It
 * runs from the libraries of any application that contains the connector; {@code --help} says how.
 *
 * <p>Exit code: 0 done, 1 failed (a sentence says why), 2 wrong command line.
 */
public final class DeadLetterTool {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  /** How much of a payload is shown. */
  static final int SHOWN_BYTES = 16_384;

  private static final int PROGRESS_EVERY = 10 * DeadLetters.PAGE;

  private final ToolOptions options;
  private final DeadLetters letters;
  private final Report report;
  private final PrintStream err;

  private DeadLetterTool(ToolOptions options, DeadLetters letters, Report report, PrintStream err) {
    this.options = options;
    this.letters = letters;
    this.report = report;
    this.err = err;
  }

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, err));
  }

  /** Does what the command line says, on this thread, and returns the exit code. */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, System.getenv(), out, err);
  }

  static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      ToolOptions options = ToolOptions.of(args, environment);
      if (options.command() == ToolOptions.Command.HELP) {
        out.print(help());
        return OK;
      }
      RedisTarget target = RedisTarget.of(options.redis(), options.cluster());
      return connected(options, target, out, err);
    } catch (UsageException wrong) {
      err.println(wrong.getMessage() + " Or ask --help.");
      return USAGE;
    }
  }

  private static int connected(
      ToolOptions options, RedisTarget target, PrintStream out, PrintStream err) {
    Level before = quiet("io.vertx", Level.OFF);
    Vertx vertx = vertx();
    Redis redis = Redis.createClient(vertx, target.options());
    try {
      DeadLetters letters = new DeadLetters(redis, options.stream(), options.partitions());
      Report report = options.json() ? new JsonReport(out) : new TextReport(out, options.stream());
      new DeadLetterTool(options, letters, report, err).carryOut();
      return OK;
    } catch (RuntimeException failure) {
      err.println(sentence(failure, target.name()));
      return FAILED;
    } finally {
      redis.close();
      Uni.createFrom()
          .completionStage(vertx.close().toCompletionStage())
          .onFailure()
          .recoverWithNull()
          .await()
          .indefinitely();
      quiet("io.vertx", before);
    }
  }

  private void carryOut() {
    switch (options.command()) {
      case LIST -> list();
      case SHOW -> report.shown(await(letters.show(options.id(), SHOWN_BYTES)));
      case REPLAY -> replay();
      case DROP -> drop();
      case HELP -> throw new IllegalStateException("help needs no Redis");
    }
  }

  private void list() {
    DeadLetters.Order order =
        options.oldestFirst() ? DeadLetters.Order.OLDEST_FIRST : DeadLetters.Order.NEWEST_FIRST;
    long limit = options.limit() == 0 ? DeadLetters.PAGE : options.limit();
    DeadLetterId last = options.after();
    long shown = 0;
    boolean more;
    do {
      int count = (int) Math.min(DeadLetters.PAGE, limit - shown);
      List<DeadLetter> page = await(letters.list(options.partition(), order, last, count));
      report.page(page);
      shown += page.size();
      more = page.size() == count;
      last = page.isEmpty() ? last : page.get(page.size() - 1).id();
    } while (more && shown < limit);
    long count = await(letters.count(options.partition()));
    report.end(shown, count, more && shown < count ? last : null);
  }

  private void replay() {
    if (options.all()) {
      Consumer<Tally> progress = progress("replayed");
      report.all("replayed", await(letters.replayAll(options.partition(), limitOfAll(), progress)));
    } else {
      report.replayed(options.id(), await(letters.replay(options.id())));
    }
  }

  private void drop() {
    if (options.all()) {
      Consumer<Tally> progress = progress("dropped");
      report.all("dropped", await(letters.dropAll(options.partition(), limitOfAll(), progress)));
    } else {
      await(letters.drop(options.id()));
      report.dropped(options.id());
    }
  }

  private long limitOfAll() {
    return options.limit() == 0 ? Long.MAX_VALUE : options.limit();
  }

  private Consumer<Tally> progress(String verb) {
    AtomicLong next = new AtomicLong(PROGRESS_EVERY);
    return tally -> {
      if (tally.total() >= next.get()) {
        next.set(tally.total() + PROGRESS_EVERY);
        err.printf("%d %s so far%n", tally.done(), verb);
      }
    };
  }

  /** Every single command has a bound of its own; a sweep over many is as long as it is. */
  private static <T> T await(Uni<T> answer) {
    return answer.await().indefinitely();
  }

  private static String sentence(RuntimeException failure, String target) {
    if (failure instanceof DeadLetterException) {
      return failure.getMessage();
    }
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return "Redis at " + target + " does not answer.";
    }
    String detail = withoutUrls(cause);
    if (cause instanceof ErrorType) {
      return "Redis at %s answers: %s".formatted(target, detail);
    }
    return "Redis at %s cannot be used: %s".formatted(target, detail);
  }

  /** An address as it was given may hold a password. */
  private static String withoutUrls(Throwable cause) {
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return PayloadText.line(message.replaceAll("(rediss?://)\\S+", "$1..."), 500);
  }

  /** One event loop, and nothing written to the disk. */
  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false))
            .setWarningExceptionTimeUnit(TimeUnit.MINUTES));
  }

  /** The client logs what is said in a sentence anyway, and with the address as it was given. */
  private static Level quiet(String category, Level level) {
    Logger logger = Logger.getLogger(category);
    Level before = logger.getLevel();
    logger.setLevel(level);
    return before;
  }

  private static String help() {
    try (InputStream in = DeadLetterTool.class.getResourceAsStream("help.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
