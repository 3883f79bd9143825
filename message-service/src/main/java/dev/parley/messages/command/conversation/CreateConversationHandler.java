package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.command.Role;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.CommandHandler;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Details;
import dev.parley.messages.conversation.EntryId;
import dev.parley.messages.conversation.Member;
import dev.parley.messages.conversation.Metadata;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * {@code conversation:create}: opens the direct conversation of a pair, once; or a group or channel
 * of which the caller is the owner, once per idempotency key.
 */
@Singleton
public class CreateConversationHandler implements CommandHandler<CreateConversation> {

  private final Sizes sizes;

  public CreateConversationHandler(MessageServiceSettings settings) {
    this.sizes = new Sizes(settings.limits());
  }

  @Override
  public String type() {
    return CommandType.CREATE_CONVERSATION;
  }

  @Override
  public Class<CreateConversation> payloadType() {
    return CreateConversation.class;
  }

  @Override
  public String conversationOf(CreateConversation create, Envelope envelope) {
    create.check();
    String creator = envelope.user();
    Check.userId("user", creator);
    return create.conversationId(creator);
  }

  @Override
  public Outcome decide(Command<CreateConversation> command, Plan plan) {
    ConversationState there = plan.conversation(command.conversationId());
    if (there != null && there.isDeleted()) {
      return Outcome.refused(ErrorCode.NOT_FOUND, there.id() + " was deleted");
    }
    boolean created = there == null || plan.hasOpened(command);
    ConversationState conversation = there;
    if (there == null) {
      conversation = opened(command, plan.now());
      if (sizes.isTooLarge(conversation.type(), conversation.size())) {
        return sizes.tooLarge(conversation.type());
      }
      plan.open(command, conversation);
    }
    ConversationCreated reply = reply(conversation, created);
    // Redelivered: a crash may have come between storing and telling.
    return created || command.redelivered()
        ? Outcome.announced(reply, announcement(conversation))
        : Outcome.answered(reply);
  }

  private static ConversationState opened(Command<CreateConversation> command, Instant now) {
    CreateConversation create = command.payload();
    Role creatorsRole = create.ofPair() ? Role.MEMBER : Role.OWNER;
    List<Member> members = new ArrayList<>();
    members.add(Member.joining(command.user(), creatorsRole, now, 0));
    if (create.memberIds() != null) {
      TreeSet<String> others = new TreeSet<>(create.memberIds());
      others.remove(command.user());
      others.forEach(user -> members.add(Member.joining(user, Role.MEMBER, now, 0)));
    }
    Details details =
        new Details(
            Texts.nullIfEmpty(create.title()),
            Texts.nullIfEmpty(create.avatarUrl()),
            Metadata.text(create.metadata()),
            null,
            List.of(),
            null,
            1);
    return new ConversationState(
        command.conversationId(),
        create.type(),
        now,
        command.user(),
        details,
        1,
        EntryId.NONE,
        List.of(),
        null,
        members,
        0,
        command.origin().epoch());
  }

  private static ConversationCreated reply(ConversationState conversation, boolean created) {
    return new ConversationCreated(
        conversation.id(),
        conversation.type(),
        conversation.memberIds(),
        conversation.createdAt(),
        created,
        conversation.view());
  }

  private static Announcement announcement(ConversationState conversation) {
    return Announcement.fact(
        EventType.CONVERSATION_CREATED,
        conversation.id(),
        conversation.id(),
        Audience.of(conversation.memberIds()),
        conversation.createdAt(),
        reply(conversation, true));
  }
}
