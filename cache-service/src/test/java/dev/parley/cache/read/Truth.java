package dev.parley.cache.read;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.event.ChatUpdate;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageEvent;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.event.MessageReaction;
import dev.parley.contracts.event.MessagesExpired;
import dev.parley.contracts.event.Receipt;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.reply.UnreadCount;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MemberView;
import dev.parley.contracts.view.MembershipView;
import dev.parley.contracts.view.MessageView;
import dev.parley.contracts.view.ReactionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What message-service stores and tells, in a few lines: conversations, members, messages. Every
 * change says its events.
 */
final class Truth {

  /** An event, as it is told. */
  record Told(String conversationId, String type, String user, Object payload) {}

  private record Seat(
      String role,
      long joinedSeq,
      long readSeq,
      long deliveredSeq,
      boolean muted,
      boolean pinned,
      Long archivedSeq,
      long revision) {

    Seat reached(long read, long delivered) {
      return new Seat(
          role,
          joinedSeq,
          Math.max(readSeq, read),
          Math.max(deliveredSeq, Math.max(read, delivered)),
          muted,
          pinned,
          archivedSeq,
          revision);
    }
  }

  private static final class Chat {
    final String id;
    final Instant createdAt;
    final String createdBy;
    final Map<String, Seat> seats = new TreeMap<>();
    final List<MessageView> messages = new ArrayList<>();
    String title;
    Instant deletedAt;
    long revision = 1;
    long firstSeq = 1;

    Chat(String id, String createdBy, Instant createdAt) {
      this.id = id;
      this.createdBy = createdBy;
      this.createdAt = createdAt;
    }

    long lastSeq() {
      return messages.size();
    }

    MessageView last() {
      return lastSeq() < firstSeq ? null : messages.get(messages.size() - 1);
    }

    Instant activeAt() {
      return messages.isEmpty() ? createdAt : messages.get(messages.size() - 1).sentAt();
    }

    ConversationView view() {
      return new ConversationView(
          id,
          "group",
          title,
          null,
          null,
          createdAt,
          createdBy,
          deletedAt,
          revision,
          seats.size(),
          lastSeq(),
          null,
          null,
          firstSeq > 1 ? firstSeq : null);
    }
  }

  private final Map<String, Chat> chats = new LinkedHashMap<>();
  private long millis = 1_795_300_000_000L;

  private Instant now() {
    return Instant.ofEpochMilli(millis += 7);
  }

  List<String> ids() {
    return List.copyOf(chats.keySet());
  }

  boolean isMember(String id, String user) {
    Chat chat = chats.get(id);
    return chat.deletedAt == null && chat.seats.containsKey(user);
  }

  boolean isDeleted(String id) {
    return chats.get(id).deletedAt != null;
  }

  long lastSeq(String id) {
    return chats.get(id).lastSeq();
  }

  long firstSeq(String id) {
    return chats.get(id).firstSeq;
  }

  List<Told> create(String id, String by, List<String> members) {
    Chat chat = new Chat(id, by, now());
    chats.put(id, chat);
    members.forEach(
        user ->
            chat.seats.put(
                user,
                new Seat(user.equals(by) ? "owner" : "member", 0, 0, 0, false, false, null, 1)));
    return List.of(
        told(
            chat,
            EventType.CONVERSATION_CREATED,
            by,
            new ConversationCreated(
                id, "group", List.copyOf(chat.seats.keySet()), chat.createdAt, true, chat.view())));
  }

  List<Told> send(String id, String by, String text) {
    Chat chat = chats.get(id);
    Told told = append(chat, by, Content.text(text));
    chat.seats.computeIfPresent(by, (user, seat) -> seat.reached(chat.lastSeq(), 0));
    return List.of(told);
  }

  private Told append(Chat chat, String by, Content content) {
    long seq = chat.lastSeq() + 1;
    String messageId = MessageIds.of(chat.id, seq);
    Instant at = now();
    chat.messages.add(
        new MessageView(
            chat.id, messageId, seq, by, "m" + seq, content, null, null, at, 1, null, null, null,
            null));
    return told(
        chat,
        EventType.MESSAGE_NEW,
        by,
        new MessageNew(chat.id, messageId, seq, by, "m" + seq, content, null, null, at));
  }

  List<Told> edit(String id, long seq, String by, String text) {
    Chat chat = chats.get(id);
    MessageView was = chat.messages.get((int) seq - 1);
    MessageView now =
        new MessageView(
            id,
            was.messageId(),
            seq,
            was.senderId(),
            was.clientMessageId(),
            Content.text(text),
            null,
            null,
            was.sentAt(),
            was.version() + 1,
            now(),
            null,
            null,
            was.reactions());
    chat.messages.set((int) seq - 1, now);
    return List.of(told(chat, EventType.MESSAGE_EDIT, by, new MessageEvent(id, by, now)));
  }

  List<Told> react(String id, long seq, String by, String emoji) {
    Chat chat = chats.get(id);
    MessageView was = chat.messages.get((int) seq - 1);
    Map<String, List<String>> reactions = new LinkedHashMap<>();
    if (was.reactions() != null) {
      was.reactions().forEach(one -> reactions.put(one.emoji(), new ArrayList<>(one.userIds())));
    }
    List<String> users = reactions.computeIfAbsent(emoji, none -> new ArrayList<>());
    boolean removed = users.remove(by);
    if (!removed) {
      users.add(by);
    }
    int count = users.size();
    if (users.isEmpty()) {
      reactions.remove(emoji);
    }
    List<ReactionView> views = new ArrayList<>();
    reactions.forEach((its, who) -> views.add(new ReactionView(its, who.size(), List.copyOf(who))));
    MessageView now =
        new MessageView(
            id,
            was.messageId(),
            seq,
            was.senderId(),
            was.clientMessageId(),
            was.content(),
            null,
            null,
            was.sentAt(),
            was.version() + 1,
            was.editedAt(),
            null,
            null,
            views.isEmpty() ? null : views);
    chat.messages.set((int) seq - 1, now);
    return List.of(
        told(
            chat,
            EventType.MESSAGE_REACTION,
            by,
            new MessageReaction(
                id, was.messageId(), seq, now.version(), by, emoji, removed, count, now())));
  }

  List<Told> read(String id, long seq, String by) {
    Chat chat = chats.get(id);
    chat.seats.computeIfPresent(by, (user, seat) -> seat.reached(seq, 0));
    return List.of(told(chat, EventType.READ_RECEIPT, by, new Receipt(id, by, seq, now())));
  }

  List<Told> settings(String id, String by, boolean muted, boolean pinned, boolean archived) {
    Chat chat = chats.get(id);
    Seat was = chat.seats.get(by);
    chat.revision++;
    Seat seat =
        new Seat(
            was.role,
            was.joinedSeq,
            was.readSeq,
            was.deliveredSeq,
            muted,
            pinned,
            archived ? (Long) chat.lastSeq() : null,
            chat.revision);
    chat.seats.put(by, seat);
    return List.of(
        told(
            chat,
            EventType.MEMBERSHIP_CHANGED,
            by,
            new MembershipChanged(id, muted, archived, pinned, seat.archivedSeq, chat.revision)));
  }

  List<Told> add(String id, String by, String user) {
    Chat chat = chats.get(id);
    chat.revision++;
    long last = chat.lastSeq();
    chat.seats.put(user, new Seat("member", last, last, last, false, false, null, chat.revision));
    return changed(
        chat,
        ConversationChange.MEMBERS_ADDED,
        by,
        new MemberView(user, "member", now(), last, last, last));
  }

  List<Told> remove(String id, String by, String user) {
    Chat chat = chats.get(id);
    chat.revision++;
    chat.seats.remove(user);
    return changed(
        chat, ConversationChange.MEMBERS_REMOVED, by, new MemberView(user, null, null, 0, 0, 0));
  }

  private List<Told> changed(Chat chat, String change, String by, MemberView member) {
    Told update =
        told(
            chat,
            EventType.CHAT_UPDATE,
            by,
            new ChatUpdate(chat.id, change, by, chat.view(), List.of(member), now()));
    return List.of(update, append(chat, by, Content.system(change, List.of(member.userId()))));
  }

  List<Told> rename(String id, String by, String title) {
    Chat chat = chats.get(id);
    chat.revision++;
    chat.title = title;
    return List.of(
        told(
            chat,
            EventType.CHAT_UPDATE,
            by,
            new ChatUpdate(id, ConversationChange.UPDATED, by, chat.view(), null, now())));
  }

  List<Told> delete(String id, String by) {
    Chat chat = chats.get(id);
    chat.revision++;
    chat.deletedAt = now();
    return List.of(
        told(
            chat,
            EventType.CHAT_UPDATE,
            by,
            new ChatUpdate(id, ConversationChange.DELETED, by, chat.view(), null, chat.deletedAt)));
  }

  List<Told> expire(String id, long firstSeq) {
    Chat chat = chats.get(id);
    chat.revision++;
    chat.firstSeq = firstSeq;
    return List.of(
        told(chat, EventType.MESSAGES_EXPIRED, "", new MessagesExpired(id, firstSeq, now())));
  }

  private static Told told(Chat chat, String type, String user, Object payload) {
    return new Told(chat.id, type, user, payload);
  }

  /** As it is asked for by {@code user:memberships}. */
  List<MembershipView> memberships(String user) {
    List<MembershipView> memberships = new ArrayList<>();
    chats.forEach(
        (id, chat) -> {
          Seat seat = chat.seats.get(user);
          if (seat != null) {
            memberships.add(
                new MembershipView(
                    id,
                    seat.role,
                    seat.joinedSeq,
                    seat.readSeq,
                    seat.deliveredSeq,
                    seat.muted,
                    seat.pinned,
                    seat.archivedSeq,
                    seat.revision));
          }
        });
    memberships.sort(Comparator.comparing(MembershipView::conversationId));
    return memberships;
  }

  /** As it is asked for by {@code conversation:describe}. */
  List<Description> describe(List<String> ids, int messages) {
    return ids.stream()
        .filter(chats::containsKey)
        .map(chats::get)
        .map(chat -> new Description(chat.view(), null, chat.activeAt(), messages(chat, messages)))
        .toList();
  }

  private static List<MessageView> messages(Chat chat, int count) {
    long from = Math.max(chat.firstSeq, chat.lastSeq() - count + 1);
    return from > chat.lastSeq()
        ? List.of()
        : List.copyOf(chat.messages.subList((int) from - 1, chat.messages.size()));
  }

  /** The messages after that one, which have not expired. */
  List<MessageView> after(String id, long seq) {
    Chat chat = chats.get(id);
    long from = Math.max(chat.firstSeq, seq + 1);
    return from > chat.lastSeq()
        ? List.of()
        : List.copyOf(chat.messages.subList((int) from - 1, chat.messages.size()));
  }

  /** The list of a user. */
  List<MyConversation> list(String user, boolean archived) {
    return chats.values().stream()
        .filter(chat -> chat.deletedAt == null && chat.seats.containsKey(user))
        .sorted(
            Comparator.<Chat, Boolean>comparing(chat -> chat.seats.get(user).pinned)
                .thenComparing(Chat::activeAt)
                .thenComparing(chat -> chat.id)
                .reversed())
        .map(chat -> mine(chat, chat.seats.get(user)))
        .filter(mine -> mine.archived() == archived)
        .toList();
  }

  private static MyConversation mine(Chat chat, Seat seat) {
    long last = chat.lastSeq();
    return new MyConversation(
        chat.view(),
        null,
        seat.role,
        seat.readSeq,
        seat.deliveredSeq,
        Math.max(0, last - Math.max(seat.readSeq, chat.firstSeq - 1)),
        seat.muted,
        seat.archivedSeq != null && last <= seat.archivedSeq,
        seat.pinned,
        chat.last());
  }

  UnreadCount unread(String user) {
    long loud = 0;
    int conversations = 0;
    long muted = 0;
    for (MyConversation mine : list(user, false)) {
      if (mine.muted()) {
        muted += mine.unread();
      } else if (mine.unread() > 0) {
        loud += mine.unread();
        conversations++;
      }
    }
    return new UnreadCount(loud, conversations, muted);
  }
}
