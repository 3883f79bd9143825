package dev.parley.contracts.shape;

import dev.parley.contracts.event.ChatUpdate;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageEvent;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.event.MessageReaction;
import dev.parley.contracts.event.MessageUnsent;
import dev.parley.contracts.event.MessagesExpired;
import dev.parley.contracts.event.Receipt;
import dev.parley.contracts.event.TypingNotice;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.MembershipChanged;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each event carries. */
public final class EventRecords {

  public static final Map<String, Class<?>> ALL;

  static {
    Map<String, Class<?>> all = new LinkedHashMap<>();
    all.put(EventType.CONVERSATION_CREATED, ConversationCreated.class);
    all.put(EventType.CHAT_UPDATE, ChatUpdate.class);
    all.put(EventType.MEMBERSHIP_CHANGED, MembershipChanged.class);
    all.put(EventType.MESSAGE_NEW, MessageNew.class);
    all.put(EventType.MESSAGE_EDIT, MessageEvent.class);
    all.put(EventType.MESSAGE_DELETE, MessageEvent.class);
    all.put(EventType.MESSAGE_REACTION, MessageReaction.class);
    all.put(EventType.MESSAGE_PIN, MessageEvent.class);
    all.put(EventType.MESSAGES_EXPIRED, MessagesExpired.class);
    all.put(EventType.READ_RECEIPT, Receipt.class);
    all.put(EventType.DELIVERED_RECEIPT, Receipt.class);
    all.put(EventType.MESSAGE_UNSENT, MessageUnsent.class);
    all.put(EventType.TYPING_START, TypingNotice.class);
    all.put(EventType.TYPING_STOP, TypingNotice.class);
    all.put(EventType.USER_STATUS, PresenceView.class);
    ALL = Collections.unmodifiableMap(all);
  }

  private EventRecords() {}
}
