package dev.parley.cache.counter;

import dev.parley.cache.counter.CounterMeters.Call;
import dev.parley.contracts.command.Check;
import dev.parley.service.http.Caller;
import io.quarkus.security.Authenticated;
import io.quarkus.security.ForbiddenException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether a user likes a post: for services, and for the user itself. */
@Path(CounterResource.PATH + "/{postId}/likes/{userId}")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Counters")
public class LikeResource {

  private final CounterAccess counters;
  private final Caller caller;

  @Inject
  LikeResource(CounterAccess counters, Caller caller) {
    this.counters = counters;
    this.caller = caller;
  }

  @PUT
  @Operation(summary = "Like a post", description = "However often: it counts once.")
  @APIResponseSchema(value = Counts.class, responseCode = "200")
  public Uni<Counts> like(@PathParam("postId") String post, @PathParam("userId") String user) {
    check(post, user);
    return counters.run(Call.LIKE, all -> all.like(post, user));
  }

  @DELETE
  @Operation(summary = "Like a post no more")
  @APIResponseSchema(value = Counts.class, responseCode = "200")
  public Uni<Counts> unlike(@PathParam("postId") String post, @PathParam("userId") String user) {
    check(post, user);
    return counters.run(Call.UNLIKE, all -> all.unlike(post, user));
  }

  @GET
  @Operation(summary = "Get whether a user likes a post, with its counters")
  @APIResponseSchema(value = Counts.class, responseCode = "200")
  public Uni<Counts> getLike(@PathParam("postId") String post, @PathParam("userId") String user) {
    check(post, user);
    return counters.run(Call.READ, all -> all.read(List.of(post), user)).map(all -> all.get(0));
  }

  private void check(String post, String user) {
    CounterBodies.post("postId", post);
    Check.userId("userId", user);
    if (!caller.isService() && !caller.user().equals(user)) {
      throw new ForbiddenException(caller.user() + " may not do that for " + user);
    }
  }
}
