package dev.parley.cache.counter;

import dev.parley.cache.counter.CounterBodies.Comments;
import dev.parley.cache.counter.CounterBodies.Found;
import dev.parley.cache.counter.CounterBodies.Query;
import dev.parley.cache.counter.CounterBodies.View;
import dev.parley.cache.counter.CounterMeters.Call;
import dev.parley.cache.http.Bodies;
import dev.parley.json.StrictJson;
import dev.parley.service.http.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The counters of posts. For services. */
@Path(CounterResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Counters")
public class CounterResource {

  static final String PATH = "/api/v1/counters";

  private static final StrictJson<View> VIEW = StrictJson.of(View.class);
  private static final StrictJson<Comments> COMMENTS = StrictJson.of(Comments.class);
  private static final StrictJson<Query> QUERY = StrictJson.of(Query.class);
  private static final StrictJson<Restored> RESTORED = StrictJson.of(Restored.class);

  private final CounterAccess counters;

  @Inject
  CounterResource(CounterAccess counters) {
    this.counters = counters;
  }

  @POST
  @Path("/query")
  @Operation(
      summary = "Get the counters of up to 500 posts",
      description = "In the order of the question; with userId also whether that user likes each.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Query.class),
              examples =
                  @ExampleObject(
                      name = "two",
                      value = "{\"postIds\":[\"post-1\",\"post-2\"],\"userId\":\"ann\"}")))
  @APIResponseSchema(value = Found.class, responseCode = "200")
  public Uni<Found> queryCounters(byte[] body) {
    Query query = Bodies.readLarge(QUERY, body).check();
    return counters
        .run(Call.READ, all -> all.read(query.postIds(), query.userId()))
        .map(Found::new);
  }

  @GET
  @Path("/{postId}")
  @Operation(
      summary = "Get the counters of a post",
      description = "known is false for one without.")
  @APIResponseSchema(value = Counts.class, responseCode = "200")
  public Uni<Counts> getCounters(@PathParam("postId") String post) {
    CounterBodies.post("postId", post);
    return counters.run(Call.READ, all -> all.read(List.of(post), null)).map(all -> all.get(0));
  }

  @POST
  @Path("/{postId}/views")
  @Operation(
      summary = "Count a view",
      description = "With a viewer, whatever tells viewers apart, it counts as unique once.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = View.class),
              examples = @ExampleObject(name = "of ann", value = "{\"viewer\":\"ann\"}")))
  @APIResponseSchema(value = Counts.class, responseCode = "200")
  public Uni<Counts> countView(@PathParam("postId") String post, byte[] body) {
    CounterBodies.post("postId", post);
    View view = Bodies.readLarge(VIEW, body).check();
    return counters.run(Call.VIEW, all -> all.view(post, view.viewer()));
  }

  @POST
  @Path("/{postId}/comments")
  @Operation(
      summary = "Count comments that have come, or gone where negative",
      description = "There are never less than 0.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = Comments.class),
              examples = @ExampleObject(name = "deleted", value = "{\"by\":-1}")))
  @APIResponseSchema(value = Counts.class, responseCode = "200")
  public Uni<Counts> countComments(@PathParam("postId") String post, byte[] body) {
    CounterBodies.post("postId", post);
    long by = Bodies.readLarge(COMMENTS, body).amount();
    return counters.run(Call.COMMENT, all -> all.comments(post, by));
  }

  @PUT
  @Path("/{postId}")
  @Operation(
      summary = "Restore the counters of a post, as they are known from elsewhere",
      description =
          "likes is the total: as many of them as likedBy does not name are of unknown users. Who"
              + " likes it can be given in pages of 1000, each with the same totals, in any order"
              + " and any number of times. Views never get less.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Restored.class),
              examples =
                  @ExampleObject(
                      name = "all",
                      value =
                          "{\"likes\":3,\"views\":120,\"uniqueViews\":87,\"comments\":5,"
                              + "\"likedBy\":[\"ann\",\"bob\",\"cleo\"]}")))
  @APIResponseSchema(value = Counts.class, responseCode = "200")
  public Uni<Counts> restoreCounters(@PathParam("postId") String post, byte[] body) {
    CounterBodies.post("postId", post);
    Restored totals = Bodies.readLarge(RESTORED, body).check();
    return counters.run(Call.RESTORE, all -> all.restore(post, totals));
  }

  @DELETE
  @Path("/{postId}")
  @Operation(summary = "Delete the counters of a post", description = "That is told, too.")
  @APIResponseSchema(value = Counts.class, responseCode = "200")
  public Uni<Counts> deleteCounters(@PathParam("postId") String post) {
    CounterBodies.post("postId", post);
    return counters.run(Call.DELETE, all -> all.delete(post));
  }
}
