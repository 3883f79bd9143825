package dev.parley.cache.limit;

import dev.parley.cache.limit.LimitViews.DecisionView;
import dev.parley.cache.limit.LimitViews.DecisionsView;
import dev.parley.cache.limit.LimitViews.PoliciesView;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.limits.Policy;
import dev.parley.service.RefusedException;
import dev.parley.service.http.Caller;
import dev.parley.service.http.Texts;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Collection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** How often somebody may do something: for services. */
@Path(LimitResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Rate limits")
public class LimitResource {

  static final String PATH = "/api/v1/limits";

  private final Limits limits;
  private final Policies policies;
  private final LimitBodies bodies;

  @Inject
  LimitResource(Limits limits, Policies policies, LimitBodies bodies) {
    this.limits = limits;
    this.policies = policies;
    this.bodies = bodies;
  }

  @POST
  @Path("/take")
  @Operation(
      summary = "Take from the limits of a subject: all or nothing",
      description =
          "A decision is 200 either way, and says in RateLimit-Policy, RateLimit and Retry-After"
              + " what a caller can pass on. With enforce=true a refusal is a problem: 429, or 503"
              + " while Redis is away.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = LimitBodies.Ask.class),
              examples = {
                @ExampleObject(name = "address", value = LimitExamples.ASK),
                @ExampleObject(name = "login", value = LimitExamples.LOGIN)
              }))
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              schema = @Schema(implementation = DecisionView.class),
              examples = @ExampleObject(name = "allowed", value = LimitExamples.DECISION)))
  public Uni<RestResponse<Object>> takeLimits(
      @Parameter(description = "true: a refusal is 429", example = "true") @QueryParam("enforce")
          String enforce,
      byte[] body) {
    boolean enforced = Boolean.TRUE.equals(Texts.flag("enforce", enforce));
    return limits
        .take(List.of(bodies.read(body)))
        .map(rulings -> RulingResponses.of(rulings.get(0), enforced));
  }

  @POST
  @Path("/takes")
  @Operation(
      summary = "Take from the limits of several subjects: all or nothing for each",
      description = "Decisions are in the order of the takes.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = LimitBodies.Asks.class),
              examples = @ExampleObject(name = "two", value = LimitExamples.ASKS)))
  @APIResponseSchema(value = DecisionsView.class, responseCode = "200")
  public Uni<DecisionsView> takeLimitsOfMany(byte[] body) {
    return limits.take(bodies.readAll(body)).map(LimitViews::of);
  }

  @POST
  @Path("/peek")
  @Operation(summary = "Say what a take would be told, and take nothing")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = LimitBodies.Ask.class),
              examples = @ExampleObject(name = "address", value = LimitExamples.ASK)))
  @APIResponseSchema(value = DecisionView.class, responseCode = "200")
  public Uni<RestResponse<Object>> peekLimits(byte[] body) {
    return limits.peek(bodies.read(body)).map(ruling -> RulingResponses.of(ruling, false));
  }

  @POST
  @Path("/give-back")
  @Operation(
      summary = "Give back what was taken, of policies that count failures only",
      description =
          "After a try that was taken for has succeeded. No limit ever has more than all.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = LimitBodies.Ask.class),
              examples = @ExampleObject(name = "login", value = LimitExamples.LOGIN)))
  @APIResponseSchema(value = DecisionView.class, responseCode = "200")
  public Uni<RestResponse<Object>> giveBackLimits(byte[] body) {
    return limits
        .giveBack(bodies.readFailures(body))
        .map(ruling -> RulingResponses.of(ruling, false));
  }

  @DELETE
  @Path("/{subject}")
  @Operation(summary = "Make the limits of a subject full again, all or one")
  @APIResponse(responseCode = "204", description = "They are full")
  public Uni<Void> resetLimits(
      @Parameter(example = "203.0.113.7") @PathParam("subject") String subject,
      @Parameter(description = "Absent for all policies", example = "login") @QueryParam("policy")
          String policy) {
    LimitBodies.subject("subject", subject);
    return limits.reset(subject, policy == null ? policies.all() : one(policy));
  }

  @GET
  @Path("/policies")
  @Operation(summary = "List the policies")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              schema = @Schema(implementation = PoliciesView.class),
              examples = @ExampleObject(name = "two", value = LimitExamples.POLICIES)))
  public PoliciesView listPolicies() {
    return LimitViews.of(policies.all());
  }

  private Collection<Policy> one(String policy) {
    return List.of(
        policies
            .find(policy)
            .orElseThrow(
                () -> new RefusedException(ErrorCode.NOT_FOUND, "there is no such policy")));
  }
}
