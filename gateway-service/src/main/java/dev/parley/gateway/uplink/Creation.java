package dev.parley.gateway.uplink;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.id.Ids;

/**
 * {@code conversation:create}, the one command whose conversation is not named: its key is the id
 * that the conversation will have, so that no command about it can overtake the creation.
 */
final class Creation {

  private static final Params<CreateConversation> PARAMS = Params.of(CreateConversation.class);

  private Creation() {}

  /** The {@link Method}. */
  static Command command(String caller, byte[] params) {
    CreateConversation create = named(PARAMS.read(params)).check();
    String key = create.ofPair() ? pair(caller, create) : created(caller, create);
    return new Command(Way.COMMAND, CommandType.CREATE_CONVERSATION, key, PARAMS.write(create));
  }

  /** A client that does not retry need not name the creation. */
  private static CreateConversation named(CreateConversation create) {
    if (create.ofPair() || create.clientConversationId() != null) {
      return create;
    }
    return new CreateConversation(
        create.type(),
        create.memberIds(),
        Ids.random(),
        create.title(),
        create.avatarUrl(),
        create.metadata());
  }

  private static String created(String caller, CreateConversation create) {
    return ConversationIds.created(caller, create.clientConversationId());
  }

  private static String pair(String caller, CreateConversation create) {
    String other = create.memberIds().get(0);
    if (other.equals(caller)) {
      throw new InvalidFieldException("memberIds[0]", "must be another user than the caller");
    }
    return ConversationIds.direct(caller, other);
  }
}
