package dev.parley.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The program behind {@code up}, {@code down} and {@code token}. */
public final class Main {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Main() {}

  /** Exit code 0: done; 1: not, a sentence on standard error says why; 2: a wrong command line. */
  public static void main(String[] args) {
    System.exit(run(null, System.out, System.err, List.of(args)));
  }

  /**
   * Runs one command.
   *
   * @param root the project's directory; null to find it
   */
  static int run(Path root, PrintStream out, PrintStream err, List<String> arguments) {
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
    try {
      Path project = root != null ? root : ProjectRoot.find();
      switch (command) {
        case "up" -> new Up(project, System.getenv(), out).run(rest);
        case "down" -> new Down(project, out).run(rest);
        case "token" -> new TokenCommand(project, out).run(rest);
        default -> throw new UsageException("The commands are up, down and token.");
      }
      return OK;
    } catch (UsageException e) {
      err.println("parley: " + e.getMessage());
      return USAGE;
    } catch (LocalRunException e) {
      err.println("parley: " + e.getMessage());
      return FAILED;
    } catch (UncheckedIOException e) {
      err.println("parley: " + sentence(e.getCause()));
      return FAILED;
    }
  }

  /** The messages of file errors are a bare path; the rest stands in their class. */
  private static String sentence(IOException e) {
    String kind = e.getClass().getSimpleName().replaceAll("Exception$", "");
    return "Cannot read or write: " + kind + " " + e.getMessage() + "; check its permissions.";
  }
}
