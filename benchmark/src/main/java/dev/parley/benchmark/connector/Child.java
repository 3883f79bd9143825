package dev.parley.benchmark.connector;

import dev.parley.local.LocalRunException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another program that is waited for, and ended when this one ends. */
public final class Child {

  private Child() {}

  /**
   * Runs it to its end, in the directory of this program.
   *
   * @param output where its standard output goes; the rest goes where this program's does
   * @throws LocalRunException when it cannot be started, is late, or ends with another code than 0
   */
  public static void run(List<String> command, Redirect output, Duration limit) {
    run(command, Path.of("").toAbsolutePath(), output, limit);
  }

  /** The same in another directory. */
  public static void run(List<String> command, Path directory, Redirect output, Duration limit) {
    Process process = start(command, directory, output);
    Thread hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new LocalRunException("Did not end in " + limit.toSeconds() + " s.");
      }
      if (process.exitValue() != 0) {
        throw new LocalRunException("Ended with exit code " + process.exitValue() + ".");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalRunException("Interrupted.", e);
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private static Process start(List<String> command, Path directory, Redirect output) {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectInput(Redirect.INHERIT)
          .redirectError(Redirect.INHERIT)
          .redirectOutput(output)
          .start();
    } catch (IOException e) {
      throw new LocalRunException(command.get(0) + " cannot be started: " + e.getMessage(), e);
    }
  }
}
