package dev.parley.benchmark.presence;

import dev.parley.benchmark.CpuTimes;
import dev.parley.benchmark.Lines;
import dev.parley.benchmark.Repeated;
import dev.parley.routing.Node;
import java.time.Duration;
import java.util.List;

/** What was measured, as a table in Markdown. */
final class PresenceTable {

  private static final String UNKNOWN = "–";
  private static final String REDIS = "redis";

  private final List<String> arguments;
  private final PresenceOptions options;
  private final ParleyResult parley;
  private final UsualResult usual;
  private final StringBuilder text = new StringBuilder();

  PresenceTable(
      List<String> arguments, PresenceOptions options, ParleyResult parley, UsualResult usual) {
    this.arguments = arguments;
    this.options = options;
    this.parley = parley;
    this.usual = usual;
  }

  /** Nothing was lost, and no living node was taken for dead. */
  boolean isGood() {
    return parley.problem() == null && parley.changes().lost() == 0;
  }

  private String verdict() {
    if (parley.problem() != null) {
      return parley.problem();
    }
    long lost = parley.changes().lost();
    return lost == 0 ? "all told" : "%,d changes lost".formatted(lost);
  }

  @Override
  public String toString() {
    text.setLength(0);
    head();
    row("Redis, bytes per user online", "%.0f", parley.bytes(), usual.bytes());
    row("Redis, bytes per user's route for messages", "%.0f", parley.routeBytes());
    cpu();
    killed();
    row(
        "change to watcher, ms p50 / p95 / p99",
        Lines.percentiles(parley.changes().latency()),
        UNKNOWN);
    row("changes", verdict(), UNKNOWN);
    queries("queries of 1,000 users one by one", parley.sequential());
    queries("queries of 1,000 users 8 at once", parley.parallel());
    return text.toString();
  }

  private void head() {
    text.append(
        "%s: %,d users online, %d of presence-service, %,d changes/s%n%n"
            .formatted(
                Lines.origin(PresenceRun.NAME, arguments),
                options.users(),
                options.replicas(),
                options.rate()));
    row("figure", "Parley", "a key with a TTL per connection");
    text.append("|---|---|---|%n".formatted());
  }

  private void cpu() {
    row("at rest, Redis, % of a core", "%.2f", redis(parley.cpu()), redis(usual.cpu()));
    row(
        "at rest, presence-service / who refreshes, % of a core",
        "%.2f",
        percent(parley.cpu().suite()) - redis(parley.cpu()),
        percent(usual.cpu().byProcess().get(CpuTimes.GENERATOR)));
  }

  private void killed() {
    String users = "%,d users".formatted(options.users() / 2);
    ParleyResult.Killed killed = parley.killed();
    row(
        "killed with %s: s until it counts as dead (lease %d s, TTL %d s)"
            .formatted(users, Node.DEFAULT_LEASE.toSeconds(), UsualDesign.TTL_SECONDS),
        "%.1f",
        killed.lease());
    row("from then on, s until the last user is offline", "%.2f", killed.offline());
    row("from then on, s until routes and inbox are gone", "%.2f", killed.cleared());
    row(
        "in all, s until the last user is offline",
        "%.1f",
        killed.lease() + killed.offline(),
        usual.killed());
  }

  private void queries(String what, Repeated.Result result) {
    row(what + ", requests/s", "%,.0f", result.perSecond());
    row(what + ", ms p50 / p95 / p99", result.percentiles(), UNKNOWN);
  }

  private double redis(CpuTimes cpu) {
    return percent(cpu.byProcess().get(REDIS));
  }

  private double percent(Duration used) {
    return used.toNanos() / 1e9 / options.seconds() * 100;
  }

  private void row(String figure, String format, double parleys) {
    row(figure, format.formatted(parleys), UNKNOWN);
  }

  private void row(String figure, String format, double parleys, double usuals) {
    row(figure, format.formatted(parleys), format.formatted(usuals));
  }

  private void row(String figure, String parleys, String usuals) {
    text.append("| %s | %s | %s |%n".formatted(figure, parleys, usuals));
  }
}
