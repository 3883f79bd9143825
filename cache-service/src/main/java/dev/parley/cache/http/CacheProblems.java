package dev.parley.cache.http;

import dev.parley.service.http.ProblemResponses;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;

/**
 * The problems that operations of this service may have. Found only when the class itself
 * implements {@code OASFilter}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CacheProblems extends ProblemResponses implements OASFilter {

  public CacheProblems() {
    super(
        Map.of(
            "404", "There is no such thing",
            "409", "It is not as it would have to be, such as a token that was used before",
            "413", "The body is too large"));
  }
}
