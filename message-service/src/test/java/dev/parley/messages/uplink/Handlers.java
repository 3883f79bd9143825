package dev.parley.messages.uplink;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.CommandHandler;
import dev.parley.messages.command.conversation.AddMembersHandler;
import dev.parley.messages.command.conversation.ArchiveConversationHandler;
import dev.parley.messages.command.conversation.ChangeRoleHandler;
import dev.parley.messages.command.conversation.CreateConversationHandler;
import dev.parley.messages.command.conversation.DeleteConversationHandler;
import dev.parley.messages.command.conversation.ExpireMessagesHandler;
import dev.parley.messages.command.conversation.JoinConversationHandler;
import dev.parley.messages.command.conversation.LeaveConversationHandler;
import dev.parley.messages.command.conversation.MuteConversationHandler;
import dev.parley.messages.command.conversation.PinConversationHandler;
import dev.parley.messages.command.conversation.RemoveMembersHandler;
import dev.parley.messages.command.conversation.UpdateConversationHandler;
import dev.parley.messages.command.message.DeleteMessageHandler;
import dev.parley.messages.command.message.EditMessageHandler;
import dev.parley.messages.command.message.PinMessageHandler;
import dev.parley.messages.command.message.ReactToMessageHandler;
import dev.parley.messages.command.message.ScheduleMessageHandler;
import dev.parley.messages.command.message.SendMessageHandler;
import dev.parley.messages.command.message.SendScheduledHandler;
import dev.parley.messages.command.message.UnscheduleMessageHandler;
import dev.parley.messages.command.position.DeliveredMessagesHandler;
import dev.parley.messages.command.position.ReadMessagesHandler;
import dev.parley.messages.command.position.StartTypingHandler;
import dev.parley.messages.command.position.StopTypingHandler;
import java.util.List;

/** All commands, by settings of their own. */
final class Handlers {

  private Handlers() {}

  static List<CommandHandler<?>> with(MessageServiceSettings settings) {
    return List.of(
        new CreateConversationHandler(settings),
        new UpdateConversationHandler(),
        new DeleteConversationHandler(),
        new ExpireMessagesHandler(),
        new JoinConversationHandler(settings),
        new LeaveConversationHandler(),
        new AddMembersHandler(settings),
        new RemoveMembersHandler(),
        new ChangeRoleHandler(),
        new MuteConversationHandler(),
        new PinConversationHandler(),
        new ArchiveConversationHandler(),
        new SendMessageHandler(settings),
        new ScheduleMessageHandler(settings),
        new UnscheduleMessageHandler(),
        new SendScheduledHandler(settings),
        new EditMessageHandler(settings),
        new DeleteMessageHandler(),
        new ReactToMessageHandler(settings),
        new PinMessageHandler(settings),
        new ReadMessagesHandler(settings),
        new DeliveredMessagesHandler(settings),
        new StartTypingHandler(settings),
        new StopTypingHandler(settings));
  }
}
