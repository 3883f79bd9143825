package dev.parley.cache.feed;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.RefusedException;
import dev.parley.service.http.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Pages of feeds. For services. */
@Path("/api/v1/feeds/{scope}")
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Feeds")
public class FeedResource {

  private static final String GLOBAL = "global";
  private static final String OF_USER = "user:";

  /** Whether a page is kept, a right given up, or a scope invalidated. */
  record Done(boolean done, Boolean degraded) {}

  private final Feeds feeds;
  private final FeedSettings settings;

  @Inject
  FeedResource(Feeds feeds, CacheServiceSettings settings) {
    this.feeds = feeds;
    this.settings = settings.feeds();
  }

  // Without @Produces: with it the type that is answered is chosen before the page is known.
  @GET
  @Path("/{query}")
  @Operation(
      summary = "Get a page, or the right to load it",
      description =
          "200 is the page, with ETag and Age, and with Parley-Stale: true while another caller loads"
              + " a newer one; 304 when it is the one that If-None-Match names. 202 says what to do:"
              + " load, with a token, is told to one caller, who brings the page with PUT; others"
              + " wait a little for it, and may be told retryAfterMillis; degraded is told when Redis"
              + " is away, and then everyone loads for itself.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content =
          @Content(
              mediaType = MediaType.WILDCARD,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "202",
      description = "There is no page: what to do",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PageResponses.WhatToDo.class),
              examples = {
                @ExampleObject(
                    name = "load",
                    value = "{\"load\":\"W8No2w0e86dCkK2P\",\"withinMillis\":10000}"),
                @ExampleObject(name = "come again", value = "{\"retryAfterMillis\":300}")
              }))
  public Uni<RestResponse<byte[]>> getPage(
      @PathParam("scope") String scope,
      @PathParam("query") String query,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String known) {
    check(scope, query);
    return feeds.get(scope, query).map(page -> PageResponses.of(page, known, settings));
  }

  @PUT
  @Produces(MediaType.APPLICATION_JSON)
  @Path("/{query}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Bring a page",
      description =
          "By who was told to load it. 409 when it took too long and another caller loads it, when it"
              + " was brought before, or when the scope was invalidated meanwhile: it is not kept.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.WILDCARD,
              schema = @Schema(type = SchemaType.STRING, format = "binary"),
              examples = @ExampleObject(name = "page", value = "{\"posts\":[]}")))
  @APIResponseSchema(value = Done.class, responseCode = "200")
  public Uni<Done> putPage(
      @PathParam("scope") String scope,
      @PathParam("query") String query,
      @QueryParam("load") String token,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      byte[] body) {
    check(scope, query);
    Check.id("load", token);
    byte[] page = body == null ? new byte[0] : body;
    if (page.length > settings.maxBytes()) {
      throw new RefusedException(
          ErrorCode.TOO_LARGE, "a page may have at most " + settings.maxBytes() + " bytes");
    }
    String type = contentType == null ? MediaType.APPLICATION_OCTET_STREAM : contentType;
    return feeds.put(scope, query, token, type, PageResponses.etag(page), page).map(this::current);
  }

  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  @Path("/{query}")
  @Operation(
      summary = "Give up loading a page",
      description = "Another caller is told to then. 409 when another one does already.")
  @APIResponseSchema(value = Done.class, responseCode = "200")
  public Uni<Done> releasePage(
      @PathParam("scope") String scope,
      @PathParam("query") String query,
      @QueryParam("load") String token) {
    check(scope, query);
    Check.id("load", token);
    return feeds.release(scope, query, token).map(this::current);
  }

  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Invalidate a scope",
      description = "All of its pages, also those that are loaded at this moment.")
  @APIResponseSchema(value = Done.class, responseCode = "200")
  public Uni<Done> invalidateScope(@PathParam("scope") String scope) {
    check(scope);
    return feeds.invalidate(scope).map(this::current);
  }

  private Done current(Feeds.Done done) {
    return switch (done) {
      case YES -> new Done(true, null);
      case NO -> throw new WebApplicationException(Status.CONFLICT);
      case DEGRADED -> new Done(false, true);
    };
  }

  private static void check(String scope, String query) {
    check(scope);
    Check.id("query", query);
  }

  private static void check(String scope) {
    boolean ofUser = scope.startsWith(OF_USER) && Check.isUserId(scope.substring(OF_USER.length()));
    if (!ofUser && !scope.equals(GLOBAL)) {
      throw new InvalidFieldException("scope", "must be global, or user: and a user's id");
    }
  }
}
