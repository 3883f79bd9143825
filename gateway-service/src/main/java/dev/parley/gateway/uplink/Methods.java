package dev.parley.gateway.uplink;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.id.ConversationIds;
import java.util.Map;

/** What clients may call. A new method is one entry. */
final class Methods {

  private static final Map<String, Method> BY_NAME =
      Map.of(
          CommandType.SEND_MESSAGE, Methods::sendMessage,
          CommandType.CREATE_CONVERSATION, Methods::createConversation);

  private static final Params<SendMessage> SEND = Params.of(SendMessage.class);
  private static final Params<CreateConversation> CREATE = Params.of(CreateConversation.class);

  private Methods() {}

  /** The method of that name; null for none. */
  static Method find(String name) {
    return BY_NAME.get(name);
  }

  private static Command sendMessage(String caller, byte[] params) {
    SendMessage send = SEND.read(params).check();
    return new Command(CommandType.SEND_MESSAGE, send.conversationId(), SEND.write(send));
  }

  private static Command createConversation(String caller, byte[] params) {
    CreateConversation create = CREATE.read(params).check();
    String other = create.memberIds().get(0);
    if (other.equals(caller)) {
      throw new InvalidFieldException("memberIds[0]", "must be another user than the caller");
    }
    // The key of the messages to come, so that they cannot overtake the creation.
    String key = ConversationIds.direct(caller, other);
    return new Command(CommandType.CREATE_CONVERSATION, key, CREATE.write(create));
  }
}
