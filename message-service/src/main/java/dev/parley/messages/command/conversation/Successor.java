package dev.parley.messages.command.conversation;

import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import java.util.Comparator;
import java.util.Optional;

/** Who becomes the owner when the last one leaves: of those with most to say the oldest. */
final class Successor {

  private static final Comparator<Member> ORDER =
      Comparator.comparing(Member::role)
          .reversed()
          .thenComparing(Member::joinedAt)
          .thenComparing(Member::userId);

  private Successor() {}

  /** Empty when there is nobody else. */
  static Optional<Member> of(ConversationState conversation, String leaving) {
    return conversation.members().stream()
        .filter(member -> !member.userId().equals(leaving))
        .min(ORDER);
  }
}
