package dev.parley.local;

import java.nio.file.Path;
import java.util.Arrays;

/** {@link Main} in a fake project: its directory is the first argument. */
public final class FakeMain {

  private FakeMain() {}

  public static void main(String[] args) {
    System.exit(
        Main.run(
            Path.of(args[0]), System.out, System.err, Arrays.asList(args).subList(1, args.length)));
  }
}
