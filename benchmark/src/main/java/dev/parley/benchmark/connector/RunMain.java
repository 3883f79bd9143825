package dev.parley.benchmark.connector;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.Locale;

/**
 * One run in a process of its own, a Quarkus application with the channels that the run needs.
 * Started by {@link ConnectorRun}.
 */
@QuarkusMain
public final class RunMain {

  private RunMain() {}

  /** The options of {@link ConnectorOptions}, with one run. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    ConnectorOptions options = ConnectorOptions.parse(List.of(args));
    configure(options, options.runs().get(0));
    Quarkus.run(RunApplication.class, args);
  }

  /** What application.properties refers to. */
  private static void configure(ConnectorOptions options, Run run) {
    System.setProperty("bench.redis", options.redis());
    System.setProperty("bench.stream", options.stream());
    System.setProperty("bench.partitions", Integer.toString(options.partitions()));
    System.setProperty("bench.keys", Integer.toString(options.keys()));
    enable("out", run.isPublishing());
    enable("in-batch", run.consumer() == Run.Consumer.BATCH);
    enable("in-single", run.consumer() == Run.Consumer.SINGLE);
    enable("in-blocking", run.consumer() == Run.Consumer.BLOCKING);
  }

  private static void enable(String channel, boolean enabled) {
    System.setProperty("bench." + channel, Boolean.toString(enabled));
  }
}
