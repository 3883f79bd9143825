package dev.parley.redisstreams.connection;

/**
 * What all channels of one Redis client share: one connection for commands that do not block, so
 * that what different channels send at the same time goes out together, and one for signals, which
 * is opened when somebody listens.
 */
public final class Connections {

  private final RedisAccess access;
  private final CommandPipeline pipeline;
  private final Signals signals;

  public Connections(RedisAccess access) {
    this.access = access;
    this.pipeline = new CommandPipeline(access);
    this.signals = new Signals(access);
  }

  public RedisAccess access() {
    return access;
  }

  public CommandPipeline pipeline() {
    return pipeline;
  }

  public Signals signals() {
    return signals;
  }

  public void start() {
    pipeline.start();
    signals.start();
  }

  /** Fails what still waits and gives both connections back. */
  public void close() {
    signals.close();
    pipeline.close();
  }
}
