package dev.parley.service.http;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds to every operation of the OpenAPI document what all have in common: the header by which a
 * service acts for a user, and the problems that each may have. A service has a subclass of it with
 * {@code @OpenApiFilter}.
 */
public abstract class ProblemResponses implements OASFilter {

  private static final Map<String, String> COMMON =
      Map.of(
          "400", "A field is missing, of the wrong form or too large",
          "401", "There is no valid token",
          "403", "The user may not do that",
          "429", "Too many requests are under way: try again",
          "500", "A fault of the server",
          "503", "A part that is needed is away: try again",
          "504", "No reply in time: try again, it may have been carried out");

  private static final String ACT_FOR = "ActFor";

  private final Map<String, String> problems = new TreeMap<>(COMMON);

  /**
   * @param own what else there is in this service, by status
   */
  protected ProblemResponses(Map<String, String> own) {
    problems.putAll(own);
  }

  @Override
  public Operation filterOperation(Operation operation) {
    problems
        .keySet()
        .forEach(
            status ->
                operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().ref(name(status))));
    return operation.addParameter(OASFactory.createParameter().ref(ACT_FOR));
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    problems.forEach(
        (status, meaning) -> document.getComponents().addResponse(name(status), problem(meaning)));
    document.getComponents().addParameter(ACT_FOR, actFor());
  }

  private static String name(String status) {
    return "Problem" + status;
  }

  private static APIResponse problem(String meaning) {
    Content content =
        OASFactory.createContent()
            .addMediaType(
                Problem.MEDIA_TYPE,
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem")));
    return OASFactory.createAPIResponse().description(meaning).content(content);
  }

  private static Parameter actFor() {
    return OASFactory.createParameter()
        .in(Parameter.In.HEADER)
        .name(Caller.ON_BEHALF_OF)
        .description("The user whom a token with the role \"service\" acts for")
        .schema(OASFactory.createSchema())
        .example("ann");
  }
}
