package dev.parley.messages.uplink;

import dev.parley.contracts.command.ConversationType;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Facts;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.Watching;
import dev.parley.messages.conversation.ConversationDraft;
import dev.parley.messages.conversation.ConversationState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Of which conversations a stored batch has to say whether their members watch them. */
final class Rerouting {

  private Rerouting() {}

  /**
   * Those that have become large or small again, in any attempt of the batch; and those that
   * somebody may have changed so who could not tell it before a crash. That is said again, and does
   * no harm.
   */
  static List<Watching> of(Plan stored, Facts facts, List<Command<?>> commands) {
    Set<String> ids = new HashSet<>();
    for (ConversationDraft draft : stored.drafts()) {
      if (draft.isRerouted()) {
        ids.add(draft.state().id());
      }
    }
    for (String opened : facts.openedBy().keySet()) {
      if (facts.states().get(opened).isLarge()) {
        ids.add(opened);
      }
    }
    for (Command<?> command : commands) {
      if (command.redelivered() && mayHaveBeenLarge(facts.states().get(command.conversationId()))) {
        ids.add(command.conversationId());
      }
    }
    return ids.stream().map(facts.states()::get).map(Rerouting::watching).toList();
  }

  private static boolean mayHaveBeenLarge(ConversationState conversation) {
    return conversation != null && !ConversationType.DIRECT.equals(conversation.type());
  }

  private static Watching watching(ConversationState conversation) {
    return new Watching(
        conversation.id(),
        conversation.revision(),
        conversation.memberIds(),
        conversation.isLarge());
  }
}
