package dev.parley.cache.model.follower;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.cache.model.ModelChange;
import dev.parley.cache.model.ModelChange.Board;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.command.Role;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.event.ChatUpdate;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageEvent;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.event.MessageReaction;
import dev.parley.contracts.event.MessagesExpired;
import dev.parley.contracts.event.Receipt;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.contracts.view.MemberView;
import dev.parley.contracts.view.MessageView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns events into what they change in read models. Thread-safe. */
@Singleton
class EventReader {

  private static final int FIRST_VERSION = 1;
  private static final long FIRST_REVISION = 1;

  private static final Set<Class<?>> PAYLOADS =
      Set.of(
          ConversationCreated.class,
          ChatUpdate.class,
          MembershipChanged.class,
          MessageNew.class,
          MessageEvent.class,
          MessageReaction.class,
          MessagesExpired.class,
          Receipt.class);

  private final Map<Class<?>, ObjectReader> readers;

  @Inject
  EventReader(ObjectMapper json) {
    readers = PAYLOADS.stream().collect(Collectors.toMap(type -> type, json::readerFor));
  }

  /**
   * Adds what an event changes.
   *
   * @return whether it is of a type that changes anything
   * @throws MalformedException when it is not what its type says; then nothing is added
   */
  boolean read(Envelope event, List<ModelChange> changes) {
    switch (event.type()) {
      case EventType.CONVERSATION_CREATED ->
          created(payload(event, ConversationCreated.class), event, changes);
      case EventType.CHAT_UPDATE -> update(payload(event, ChatUpdate.class), event, changes);
      case EventType.MEMBERSHIP_CHANGED ->
          membership(payload(event, MembershipChanged.class), event, changes);
      case EventType.MESSAGE_NEW -> message(payload(event, MessageNew.class), event, changes);
      case EventType.MESSAGE_EDIT -> changed(event, Board.SAME, changes);
      case EventType.MESSAGE_DELETE -> changed(event, Board.WITHOUT, changes);
      case EventType.MESSAGE_PIN -> changed(event, Board.OTHER, changes);
      case EventType.MESSAGE_REACTION ->
          reacted(payload(event, MessageReaction.class), event, changes);
      case EventType.MESSAGES_EXPIRED ->
          expired(payload(event, MessagesExpired.class), event, changes);
      case EventType.READ_RECEIPT -> {
        Receipt read = checked(payload(event, Receipt.class), event);
        changes.add(
            new ModelChange.Position(read.userId(), read.conversationId(), read.seq(), read.seq()));
      }
      case EventType.DELIVERED_RECEIPT -> {
        Receipt delivered = checked(payload(event, Receipt.class), event);
        changes.add(
            new ModelChange.Position(
                delivered.userId(), delivered.conversationId(), 0, delivered.seq()));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void created(
      ConversationCreated created, Envelope event, List<ModelChange> changes) {
    String id = about(created.conversationId(), event);
    require(event, created.type(), created.memberIds(), created.conversation());
    require(event, created.memberIds().toArray());
    boolean direct = ConversationType.DIRECT.equals(created.type());
    changes.add(
        new ModelChange.Shown(id, created.conversation(), direct ? created.memberIds() : null));
    String creator = created.conversation().createdBy();
    for (String user : created.memberIds()) {
      Role role = !direct && user.equals(creator) ? Role.OWNER : Role.MEMBER;
      // What has changed since then has a higher revision, and events of its own.
      changes.add(new ModelChange.Member(user, id, role.wire(), true, 0, FIRST_REVISION));
    }
  }

  private static void update(ChatUpdate update, Envelope event, List<ModelChange> changes) {
    String id = about(update.conversationId(), event);
    require(event, update.change(), update.conversation());
    List<MemberView> members = update.members() == null ? List.of() : update.members();
    members.forEach(member -> require(event, member == null ? null : member.userId()));
    changes.add(new ModelChange.Shown(id, update.conversation(), null));
    boolean joining =
        update.change().equals(ConversationChange.MEMBERS_ADDED)
            || update.change().equals(ConversationChange.MEMBER_JOINED);
    for (MemberView member : members) {
      String user = member.userId();
      boolean joins = joining && member.role() != null;
      changes.add(
          new ModelChange.Member(
              user,
              id,
              member.role(),
              joins,
              member.joinedSeq(),
              update.conversation().revision()));
      if (joins) {
        changes.add(new ModelChange.Position(user, id, member.readSeq(), member.deliveredSeq()));
      }
    }
  }

  private static void membership(
      MembershipChanged changed, Envelope event, List<ModelChange> changes) {
    String id = about(changed.conversationId(), event);
    changes.add(
        new ModelChange.Settings(
            event.user(),
            id,
            changed.muted(),
            changed.pinned(),
            changed.archivedSeq(),
            changed.revision()));
  }

  private static void message(MessageNew message, Envelope event, List<ModelChange> changes) {
    String id = about(message.conversationId(), event);
    require(event, message.senderId(), message.sentAt());
    changes.add(
        new ModelChange.Added(
            id,
            new MessageView(
                id,
                message.messageId(),
                message.seq(),
                message.senderId(),
                message.clientMessageId(),
                message.content(),
                message.replyToSeq(),
                message.mentions(),
                message.sentAt(),
                FIRST_VERSION,
                null,
                null,
                null,
                null)));
    // Who writes has read what is before; what the server says of somebody is not written by them.
    if (message.content() == null || !Content.SYSTEM.equals(message.content().type())) {
      changes.add(new ModelChange.Position(message.senderId(), id, message.seq(), message.seq()));
    }
  }

  private void changed(Envelope event, Board board, List<ModelChange> changes) {
    MessageEvent changed = payload(event, MessageEvent.class);
    String id = about(changed.conversationId(), event);
    require(event, changed.message());
    require(event, changed.message().sentAt());
    changes.add(new ModelChange.Changed(id, changed.message(), board));
  }

  private static void reacted(MessageReaction reaction, Envelope event, List<ModelChange> changes) {
    String id = about(reaction.conversationId(), event);
    require(event, reaction.userId(), reaction.emoji());
    changes.add(
        new ModelChange.Reacted(
            id,
            reaction.seq(),
            reaction.version(),
            reaction.userId(),
            reaction.emoji(),
            reaction.removed()));
  }

  private static void expired(MessagesExpired expired, Envelope event, List<ModelChange> changes) {
    String id = about(expired.conversationId(), event);
    changes.add(new ModelChange.Expired(id, expired.firstSeq()));
  }

  private static Receipt checked(Receipt receipt, Envelope event) {
    about(receipt.conversationId(), event);
    require(event, receipt.userId());
    return receipt;
  }

  /** The conversation; in the partition of another one it would have a second writer. */
  private static String about(String conversationId, Envelope event) {
    if (!event.key().equals(conversationId)) {
      throw new MalformedException("the key of a " + event.type() + " is not its conversation");
    }
    return conversationId;
  }

  private static void require(Envelope event, Object... values) {
    for (Object value : values) {
      if (value == null) {
        throw new MalformedException("a " + event.type() + " that lacks something");
      }
    }
  }

  private <T> T payload(Envelope event, Class<T> type) {
    try {
      T payload = readers.get(type).readValue(event.payload().utf8());
      require(event, payload);
      return payload;
    } catch (IOException notThatRecord) {
      // Jackson's message may quote what people wrote.
      throw new MalformedException("not a " + event.type());
    }
  }
}
