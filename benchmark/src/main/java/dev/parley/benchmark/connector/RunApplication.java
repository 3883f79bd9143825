package dev.parley.benchmark.connector;

import dev.parley.local.LocalRunException;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;

/** The application of one run, while it is up. */
public class RunApplication implements QuarkusApplication {

  private final Arrivals arrivals;
  private final Instance<Outlet> outlet;

  @Inject
  RunApplication(Arrivals arrivals, Instance<Outlet> outlet) {
    this.arrivals = arrivals;
    this.outlet = outlet;
  }

  @Override
  public int run(String... args) {
    ConnectorOptions options = ConnectorOptions.parse(List.of(args));
    result(options, options.runs().get(0)).write(Path.of(options.result()));
    return 0;
  }

  private RunResult result(ConnectorOptions options, Run run) {
    try (Probe probe = Probe.connect(options.redis())) {
      return new Measurement(options, run, probe, arrivals, outlet::get).measure();
    } catch (LocalRunException e) {
      return RunResult.failed(run, e.getMessage());
    }
  }
}
