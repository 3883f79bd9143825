package dev.parley.redisstreams.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Consumers in processes of their own, which end with the test at the latest. */
final class Consumers implements AutoCloseable {

  private static final int END_SECONDS = 30;

  private final int port;
  private final int logPort;
  private final Map<String, String> settings;
  private final List<Consumer> all = new ArrayList<>();

  /** Consumers that have these settings, and further ones each. */
  Consumers(int port, int logPort, Map<String, String> settings) {
    this.port = port;
    this.logPort = logPort;
    this.settings = settings;
  }

  /** Starts one; {@code more} are settings as {@code name=value}. */
  Consumer start(String name, String... more) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    line.add("-cp");
    line.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    line.add(ConsumerProcess.class.getName());
    line.addAll(List.of("" + port, "" + logPort, name));
    settings.forEach((setting, value) -> line.add(setting + "=" + value));
    line.addAll(List.of(more));
    try {
      Consumer started =
          new Consumer(
              name,
              new ProcessBuilder(line)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(output(name)))
                  .start());
      all.add(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What they print is kept beside the test's report. */
  private static File output(String name) {
    File directory = new File("target/consumers");
    directory.mkdirs();
    return new File(directory, name + ".log");
  }

  @Override
  public void close() {
    all.forEach(Consumer::kill);
  }

  /** One process. */
  record Consumer(String name, Process process) {

    /** As if the machine had no time for it. */
    void pause() {
      signal("-STOP");
    }

    void resume() {
      signal("-CONT");
    }

    boolean isAlive() {
      return process.isAlive();
    }

    /** Ends it as a crash would. */
    void kill() {
      process.destroyForcibly();
      ended();
    }

    /** Asks it to leave. */
    void leave() {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Waits until it is gone. */
    int ended() {
      try {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
          throw new AssertionError(name + " does not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return process.exitValue();
    }

    private void signal(String which) {
      try {
        int failed =
            new ProcessBuilder("kill", which, Long.toString(process.pid())).start().waitFor();
        if (failed != 0 && process.isAlive()) {
          throw new AssertionError("no " + which + " to " + name);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
