package dev.parley.presence.http;

import dev.parley.service.http.ProblemResponses;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;

/**
 * The problems that operations on presence may have. Found only when the class itself implements
 * {@code OASFilter}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class PresenceProblems extends ProblemResponses implements OASFilter {

  public PresenceProblems() {
    super(
        Map.of(
            "404", "There is no such conversation",
            "413", "The body is larger than 256 KiB"));
  }
}
