package dev.parley.messages.http;

import dev.parley.contracts.command.AddMembers;
import dev.parley.contracts.command.ChangeRole;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.RemoveMembers;
import dev.parley.contracts.query.ListMembers;
import dev.parley.contracts.reply.ConversationChanged;
import dev.parley.contracts.reply.MemberPage;
import dev.parley.service.http.Answer;
import dev.parley.service.http.Caller;
import dev.parley.service.http.Texts;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The members of a conversation. */
@Path(ConversationResource.PATH + "/{conversationId}/members")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Members")
public class MemberResource {

  /** Who is to become a member. */
  record Users(List<String> userIds) {}

  /** What a member may do. */
  record NewRole(@Schema(enumeration = {"owner", "admin", "member"}) String role) {}

  private final Door door;
  private final Caller caller;

  @Inject
  MemberResource(Door door, Caller caller) {
    this.door = door;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "List the members with their roles and positions, by user id")
  @APIResponseSchema(MemberPage.class)
  public Uni<byte[]> listMembers(
      @PathParam("conversationId") String id,
      @QueryParam("after") String after,
      @QueryParam("limit") @Schema(type = SchemaType.INTEGER) String limit) {
    return Answer.ok(
        door.ask(new ListMembers(id, after, Texts.smallNumber("limit", limit)), caller));
  }

  @POST
  @Operation(summary = "Add members; who is one stays as he is")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Users.class),
              examples = @ExampleObject(name = "one", value = "{\"userIds\":[\"cleo\"]}")))
  @APIResponseSchema(value = ConversationChanged.class, responseCode = "200")
  public Uni<byte[]> addMembers(@PathParam("conversationId") String id, byte[] body) {
    AddMembers add = new AddMembers(id, door.read(Users.class, body).userIds());
    return Answer.ok(door.carryOut(CommandType.ADD_MEMBERS, add, caller));
  }

  @DELETE
  @Path("/{userId}")
  @Operation(summary = "Remove a member; who is none is passed over")
  @APIResponseSchema(value = ConversationChanged.class, responseCode = "200")
  public Uni<byte[]> removeMember(
      @PathParam("conversationId") String id, @PathParam("userId") String userId) {
    RemoveMembers remove = new RemoveMembers(id, List.of(userId));
    return Answer.ok(door.carryOut(CommandType.REMOVE_MEMBERS, remove, caller));
  }

  @PUT
  @Path("/{userId}/role")
  @Operation(summary = "Give a member another role")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = NewRole.class),
              examples = @ExampleObject(name = "admin", value = "{\"role\":\"admin\"}")))
  @APIResponseSchema(value = ConversationChanged.class, responseCode = "200")
  public Uni<byte[]> changeRole(
      @PathParam("conversationId") String id, @PathParam("userId") String userId, byte[] body) {
    ChangeRole change = new ChangeRole(id, userId, door.read(NewRole.class, body).role());
    return Answer.ok(door.carryOut(CommandType.CHANGE_ROLE, change, caller));
  }
}
