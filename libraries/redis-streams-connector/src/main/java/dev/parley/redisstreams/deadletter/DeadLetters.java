package dev.parley.redisstreams.deadletter;

import dev.parley.redisstreams.config.StreamNames;
import dev.parley.redisstreams.connection.LuaScript;
import dev.parley.redisstreams.connection.RedisLink;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The dead letters of one stream: what a consumer group could not process, to be looked at, sent
 * back or dropped. They lie beside the stream, of a partitioned stream beside each partition.
 *
 * <p>Nothing happens before the {@code Uni} is subscribed to; each subscription asks Redis again.
 * All may be called from any thread, none blocks. A command that gets no answer within {@link
 * RedisLink#REPLY_TIMEOUT} fails. Every command touches one partition, so a Redis Cluster will do.
 */
public final class DeadLetters {

  /** Instead of a partition: all of them. */
  public static final int ALL = -1;

  /** Most entries that one command reads or moves. */
  public static final int PAGE = 100;

  private static final LuaScript PAGE_SCRIPT = LuaScript.of(DeadLetters.class, "page.lua");
  private static final LuaScript REPLAY_SCRIPT = LuaScript.of(DeadLetters.class, "replay.lua");

  /** In which order dead letters are listed. */
  public enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  private final Redis redis;
  private final StreamNames names;

  /**
   * The dead letters of {@code stream}.
   *
   * @param redis is used as it is and not closed
   * @param stream the channel's attribute of that name
   * @param partitions the channel's attribute of that name; 0 for a plain stream
   */
  public DeadLetters(Redis redis, String stream, int partitions) {
    this.redis = redis;
    this.names = new StreamNames(stream, partitions);
  }

  /** How many there are ({@code XLEN}), in one partition or {@link #ALL}. */
  public Uni<Long> count(int partition) {
    return each(partition, p -> send(Request.cmd(Command.XLEN).arg(deadLetters(p))))
        .collect()
        .in(() -> new long[1], (sum, length) -> sum[0] += length.toLong())
        .map(sum -> sum[0]);
  }

  /**
   * One page, without payloads.
   *
   * @param partition or {@link #ALL}, whose entries are then merged by time
   * @param after the last one of the page before; null for the first page
   * @param limit most entries, 1 to {@value #PAGE}
   */
  public Uni<List<DeadLetter>> list(int partition, Order order, DeadLetterId after, int limit) {
    if (limit < 1 || limit > PAGE) {
      throw new IllegalArgumentException("a page has 1 to " + PAGE + " entries, not " + limit);
    }
    return each(partition, p -> page(p, order, bound(p, order, after), limit))
        .collect()
        .in(() -> new Merge(order, limit), Merge::add)
        .map(Merge::entries);
  }

  /**
   * One dead letter.
   *
   * @param maxBytes how much of the payload to read at most
   * @return fails with a {@link DeadLetterException} when it is not there
   */
  public Uni<DeadLetter> show(DeadLetterId id, int maxBytes) {
    return partitions(id.partition())
        .chain(p -> send(page(id.partition(), Order.OLDEST_FIRST, id.id(), id.id(), 1, maxBytes)))
        .map(page -> one(id, page));
  }

  /**
   * Sends one dead letter back: adds its original fields to the end of the stream that it comes
   * from, for the group that failed only (header {@code dead-letter-replay-for}), and removes it
   * here, both or neither.
   *
   * @return its new id; fails with a {@link DeadLetterException} when it is not there or cannot be
   *     replayed
   */
  public Uni<String> replay(DeadLetterId id) {
    return partitions(id.partition())
        .chain(p -> replay(List.of(id)))
        .map(
            replays -> {
              Replay replay = replays.get(0);
              if (replay.problem() != null) {
                throw new DeadLetterException(replay.problem());
              }
              return replay.newId();
            });
  }

  /**
   * Sends back what is there at the beginning, oldest first within each partition, so that the
   * order per key is kept. Entries that cannot be replayed stay, and are counted.
   *
   * @param partition or {@link #ALL}
   * @param limit most entries
   * @param progress told after each bunch what was done so far; must not block
   */
  public Uni<Tally> replayAll(int partition, long limit, Consumer<Tally> progress) {
    return sweep(partition, limit, progress, ids -> replay(ids).map(DeadLetters::tally));
  }

  /**
   * Removes one dead letter for good ({@code XDEL}).
   *
   * @return fails with a {@link DeadLetterException} when it is not there
   */
  public Uni<Void> drop(DeadLetterId id) {
    return partitions(id.partition())
        .chain(p -> delete(List.of(id)))
        .map(
            tally -> {
              if (tally.done() == 0) {
                throw missing(id);
              }
              return null;
            });
  }

  /** Removes for good what is there at the beginning; the parameters are {@link #replayAll}'s. */
  public Uni<Tally> dropAll(int partition, long limit, Consumer<Tally> progress) {
    return sweep(partition, limit, progress, this::delete);
  }

  private Uni<Tally> sweep(
      int partition, long limit, Consumer<Tally> progress, Sweep.Action action) {
    return Uni.createFrom()
        .deferred(
            () -> {
              AtomicReference<Tally> soFar = new AtomicReference<>(Tally.NOTHING);
              return each(
                      partition,
                      p -> sweep(p, limit, soFar.get(), progress, action).invoke(soFar::set))
                  .collect()
                  .last()
                  .map(ignored -> soFar.get());
            });
  }

  private Uni<Tally> sweep(
      int partition, long limit, Tally before, Consumer<Tally> progress, Sweep.Action action) {
    return page(partition, Order.NEWEST_FIRST, "+", 1)
        .chain(
            newest ->
                newest.isEmpty()
                    ? Uni.createFrom().item(before)
                    : new Sweep(this::ids, action, newest.get(0).id(), limit, before, progress)
                        .run());
  }

  private Uni<List<DeadLetterId>> ids(DeadLetterId after, DeadLetterId end, int count) {
    String from = after == null ? "-" : "(" + after.id();
    return send(page(end.partition(), Order.OLDEST_FIRST, from, end.id(), count, 0))
        .map(page -> entries(end.partition(), page).stream().map(DeadLetter::id).toList());
  }

  private Uni<List<Replay>> replay(List<DeadLetterId> ids) {
    int partition = ids.get(0).partition();
    String stream = names.partition(partition);
    return send(REPLAY_SCRIPT.command(
            List.of(deadLetters(partition), stream), ids.stream().map(DeadLetterId::id).toArray()))
        .map(
            answers ->
                IntStream.range(0, ids.size())
                    .mapToObj(i -> Replay.of(ids.get(i), stream, answers.get(i).toString()))
                    .toList());
  }

  private static Tally tally(List<Replay> replays) {
    return replays.stream()
        .map(it -> it.problem() == null ? new Tally(1, 0, null) : new Tally(0, 1, it.problem()))
        .reduce(Tally.NOTHING, Tally::plus);
  }

  private Uni<Tally> delete(List<DeadLetterId> ids) {
    Request command = Request.cmd(Command.XDEL).arg(deadLetters(ids.get(0).partition()));
    ids.forEach(id -> command.arg(id.id()));
    return send(command).map(deleted -> new Tally(deleted.toLong(), 0, null));
  }

  /** Where a partition's part of the page after {@code after} begins; equal ids: by partition. */
  private static String bound(int partition, Order order, DeadLetterId after) {
    boolean oldestFirst = order == Order.OLDEST_FIRST;
    if (after == null) {
      return oldestFirst ? "-" : "+";
    }
    boolean behind = oldestFirst ? partition > after.partition() : partition < after.partition();
    return behind ? after.id() : "(" + after.id();
  }

  private Uni<List<DeadLetter>> page(int partition, Order order, String from, int count) {
    String to = order == Order.OLDEST_FIRST ? "+" : "-";
    return send(page(partition, order, from, to, count, 0)).map(page -> entries(partition, page));
  }

  private Request page(
      int partition, Order order, String from, String to, int count, int maxBytes) {
    String command = order == Order.OLDEST_FIRST ? "XRANGE" : "XREVRANGE";
    return PAGE_SCRIPT.command(List.of(deadLetters(partition)), command, from, to, count, maxBytes);
  }

  private static List<DeadLetter> entries(int partition, Response page) {
    List<DeadLetter> entries = new ArrayList<>(page.size());
    page.forEach(entry -> entries.add(DeadLetter.of(partition, entry)));
    return entries;
  }

  private static DeadLetter one(DeadLetterId id, Response page) {
    if (page.size() == 0) {
      throw missing(id);
    }
    return DeadLetter.of(id.partition(), page.get(0));
  }

  private static DeadLetterException missing(DeadLetterId id) {
    return new DeadLetterException("There is no dead letter " + id + ".");
  }

  private interface PerPartition<T> {
    Uni<T> of(int partition);
  }

  /** One after the other: memory is bounded by one page. */
  private <T> Multi<T> each(int partition, PerPartition<T> work) {
    return partitions(partition)
        .onItem()
        .transformToMulti(those -> Multi.createFrom().iterable(those))
        .onItem()
        .transformToUniAndConcatenate(work::of);
  }

  private Uni<List<Integer>> partitions(int partition) {
    if (partition == ALL) {
      return Uni.createFrom().item(IntStream.range(0, names.count()).boxed().toList());
    }
    return partition < 0 || partition >= names.count()
        ? Uni.createFrom()
            .failure(
                new DeadLetterException(
                    "The stream %s has %d partitions: there is no partition %d."
                        .formatted(names.stream(), names.count(), partition)))
        : Uni.createFrom().item(List.of(partition));
  }

  private String deadLetters(int partition) {
    return StreamNames.deadLetters(names.partition(partition));
  }

  private Uni<Response> send(Request command) {
    return Uni.createFrom()
        .completionStage(() -> redis.send(command).toCompletionStage())
        .ifNoItem()
        .after(RedisLink.REPLY_TIMEOUT)
        .fail();
  }

  /** The first entries of several pages that are in order. */
  private static final class Merge {
    private final Comparator<DeadLetter> order;
    private final int limit;
    private List<DeadLetter> entries = List.of();

    Merge(Order order, int limit) {
      Comparator<DeadLetter> oldestFirst = Comparator.comparing(DeadLetter::id);
      this.order = order == Order.OLDEST_FIRST ? oldestFirst : oldestFirst.reversed();
      this.limit = limit;
    }

    void add(List<DeadLetter> page) {
      List<DeadLetter> both = new ArrayList<>(entries);
      both.addAll(page);
      both.sort(order);
      entries = List.copyOf(both.subList(0, Math.min(limit, both.size())));
    }

    List<DeadLetter> entries() {
      return entries;
    }
  }
}
