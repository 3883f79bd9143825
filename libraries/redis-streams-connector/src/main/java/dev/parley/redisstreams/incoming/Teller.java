package dev.parley.redisstreams.incoming;

import dev.parley.redisstreams.assignment.Partition;
import dev.parley.redisstreams.connection.CommandPipeline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Tells Redis what no reader takes along with its next read: what is settled while a read blocks,
 * and dead letters. One pipeline after the other, so what it tells first is in Redis first; what
 * comes while one is under way is told together.
 *
 * <p>On the channel's event loop.
 */
final class Teller {

  /** How soon to tell again after that has failed. */
  private static final long AGAIN_MILLIS = 200;

  private final Settlements settlements;
  private final CommandPipeline pipeline;
  private final Executor loop;
  private final Delays delays;
  private final Runnable changed;
  private Settlements.Settlement told;

  /**
   * A teller that has told nothing.
   *
   * @param loop the channel's event loop
   * @param changed run on the loop when Redis was told, or did not answer and is to be told again
   */
  Teller(
      Settlements settlements,
      CommandPipeline pipeline,
      Executor loop,
      Delays delays,
      Runnable changed) {
    this.settlements = settlements;
    this.pipeline = pipeline;
    this.loop = loop;
    this.delays = delays;
    this.changed = changed;
  }

  /** Whether Redis has not answered yet. */
  boolean isTelling() {
    return told != null;
  }

  /** Whether something of that partition is under way here, or has to go this way. */
  boolean isConcernedWith(Partition partition) {
    return told != null && told.concerns(partition) || settlements.hasDeadLetter(partition);
  }

  /** Tells what waits, if nothing is under way. */
  void tell() {
    if (told != null || settlements.waiting() == 0) {
      return;
    }
    Settlements.Settlement settlement = settlements.takeAll();
    told = settlement;
    send(settlement.commands())
        .onComplete(
            answers -> {
              told = null;
              if (answers.succeeded()) {
                settlement.answered(answers.result());
                changed.run();
              } else {
                settlement.failed();
                delays.later(AGAIN_MILLIS, changed);
              }
            });
  }

  /** Sends commands in their order; completes on the loop when each is answered or has failed. */
  Future<List<Response>> send(List<Request> commands) {
    List<Future<Response>> answers = new ArrayList<>(commands.size());
    commands.forEach(command -> answers.add(pipeline.send(command)));
    Promise<List<Response>> all = Promise.promise();
    Future.join(answers)
        .onComplete(
            joined ->
                loop.execute(
                    () -> {
                      if (joined.succeeded()) {
                        all.complete(answers.stream().map(Future::result).toList());
                      } else {
                        all.fail(joined.cause());
                      }
                    }));
    return all.future();
  }
}
