package dev.parley.messages.http;

import dev.parley.service.http.ProblemResponses;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;

/**
 * The problems that operations on conversations and messages may have. Found only when the class
 * itself implements {@code OASFilter}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ConversationProblems extends ProblemResponses implements OASFilter {

  public ConversationProblems() {
    super(
        Map.of(
            "404", "There is no such conversation or message",
            "409", "It would exceed a limit of the conversation or the message",
            "413", "The body is larger than 64 KiB"));
  }
}
