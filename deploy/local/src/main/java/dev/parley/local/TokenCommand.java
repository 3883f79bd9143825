package dev.parley.local;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code deploy/local/token}: prints a token, and nothing else. */
final class TokenCommand {

  private static final long MAX_SECONDS = Duration.ofDays(3_650).toSeconds();

  private final Path stateDir;
  private final PrintStream out;

  TokenCommand(Path root, PrintStream out) {
    this.stateDir = root.resolve(Suite.STATE_DIR);
    this.out = out;
  }

  void run(List<String> arguments) {
    Arguments given =
        new Arguments("deploy/local/token", arguments, Set.of(), Set.of("--expires", "--role"));
    String user = given.rest(1, "The user id").get(0);
    long seconds =
        given.number("--expires", Tokens.LIFETIME.toSeconds(), -MAX_SECONDS, MAX_SECONDS);
    String role = given.value("--role");
    List<String> roles = role == null ? List.of() : List.of(role);
    out.println(Tokens.of(stateDir).issue(user, Duration.ofSeconds(seconds), roles));
  }
}
