package dev.parley.cache.model.follower;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.cache.model.Samples;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.event.ChatUpdate;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageEvent;
import dev.parley.contracts.event.MessageReaction;
import dev.parley.contracts.event.MessagesExpired;
import dev.parley.contracts.event.Receipt;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MemberView;
import dev.parley.contracts.view.MembershipView;
import dev.parley.contracts.view.MessageView;
import dev.parley.contracts.view.ReactionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * message-service in memory, as far as others can see it: what it stores, what it tells, and that
 * it stores positions behind. Nothing is checked. Not thread-safe.
 */
final class Truth {

  private static final Instant START = Instant.parse("2026-11-20T10:00:00.123Z");

  /** A user's part; {@code role} null for who has left. */
  private record Seat(
      String role, long joinedSeq, boolean muted, boolean pinned, Long archivedSeq, long revision) {

    Seat as(String other, long newRevision) {
      return new Seat(other, joinedSeq, muted, pinned, archivedSeq, newRevision);
    }
  }

  private static final class Conversation {
    String id;
    String type;
    String title;
    String createdBy;
    Instant deletedAt;
    long revision = 1;
    long firstSeq = 1;
    final List<Long> pinned = new ArrayList<>();
    final Map<String, Seat> seats = new TreeMap<>();
    final List<MessageView> messages = new ArrayList<>();

    long lastSeq() {
      return messages.size();
    }

    List<String> members() {
      return seats.keySet().stream().filter(user -> seats.get(user).role() != null).toList();
    }
  }

  private record Whose(String user, String conversation) {}

  private record Position(long readSeq, long deliveredSeq) {

    static final Position NONE = new Position(0, 0);

    Position max(Position other) {
      return new Position(
          Math.max(readSeq, other.readSeq), Math.max(deliveredSeq, other.deliveredSeq));
    }
  }

  private final ObjectMapper json;
  private final int partitions;
  private final Map<String, Conversation> conversations = new LinkedHashMap<>();
  private final Map<Whose, Position> reached = new HashMap<>();
  private final Map<Whose, Position> stored = new HashMap<>();
  private final Map<Integer, List<Envelope>> events = new HashMap<>();
  private long clock;

  Truth(ObjectMapper json, int partitions) {
    this.json = json;
    this.partitions = partitions;
  }

  /** What was told in a partition, in its order. */
  List<Envelope> events(int partition) {
    return events.computeIfAbsent(partition, p -> new ArrayList<>());
  }

  /** The conversations that there are. */
  List<String> conversations() {
    return List.copyOf(conversations.keySet());
  }

  boolean isMember(String id, String user) {
    Seat seat = conversations.get(id).seats.get(user);
    return seat != null && seat.role() != null;
  }

  long lastSeq(String id) {
    return conversations.get(id).lastSeq();
  }

  /** Whether the message can be changed. */
  boolean hasText(String id, long seq) {
    Conversation in = conversations.get(id);
    return seq >= in.firstSeq
        && seq <= in.lastSeq()
        && in.messages.get((int) seq - 1).deletedAt() == null;
  }

  List<Long> pinned(String id) {
    return List.copyOf(conversations.get(id).pinned);
  }

  boolean isDeleted(String id) {
    return conversations.get(id).deletedAt != null;
  }

  // What is asked

  /** The memberships of a user, with the positions that are stored by now. */
  List<MembershipView> memberships(String user) {
    return memberships(user, stored);
  }

  /** The same with the positions that the user has reached. */
  List<MembershipView> expected(String user) {
    return memberships(user, reached);
  }

  private List<MembershipView> memberships(String user, Map<Whose, Position> positions) {
    List<MembershipView> mine = new ArrayList<>();
    for (Conversation in : conversations.values()) {
      if (isMember(in.id, user)) {
        Seat seat = in.seats.get(user);
        Position at = positions.getOrDefault(new Whose(user, in.id), Position.NONE);
        mine.add(
            new MembershipView(
                in.id,
                seat.role(),
                seat.joinedSeq(),
                at.readSeq(),
                at.deliveredSeq(),
                seat.muted(),
                seat.pinned(),
                seat.archivedSeq(),
                seat.revision()));
      }
    }
    return mine;
  }

  /** A conversation with so many of its last messages. */
  Description describe(String id, int messages) {
    Conversation in = conversations.get(id);
    long from = Math.max(in.firstSeq, in.lastSeq() - messages + 1);
    return new Description(
        view(in, in.lastSeq()),
        ConversationType.DIRECT.equals(in.type) ? in.members() : null,
        in.messages.isEmpty() ? START : in.messages.get(in.messages.size() - 1).sentAt(),
        List.copyOf(in.messages.subList((int) from - 1, in.messages.size())));
  }

  /** A message as it is. */
  MessageView message(String id, long seq) {
    return conversations.get(id).messages.get((int) seq - 1);
  }

  /** Stores the positions that wait. */
  void writePositions() {
    reached.forEach((whose, at) -> stored.merge(whose, at, Position::max));
  }

  // What happens

  void create(String id, String type, List<String> users) {
    Conversation in = new Conversation();
    in.id = id;
    in.type = type;
    for (String user : users) {
      boolean owner = !ConversationType.DIRECT.equals(type) && user.equals(users.get(0));
      in.seats.put(user, new Seat(owner ? "owner" : "member", 0, false, false, null, 1));
    }
    in.title = users.get(0);
    in.createdBy = users.get(0);
    conversations.put(id, in);
    tellCreated(id, users.get(0));
  }

  /** Says once more that a conversation was created, and how it is by now. */
  void tellCreated(String id, String by) {
    Conversation in = conversations.get(id);
    tell(
        EventType.CONVERSATION_CREATED,
        in,
        by,
        new ConversationCreated(id, in.type, in.members(), START, true, view(in, in.lastSeq())));
  }

  void send(String id, String user, String text) {
    Conversation in = conversations.get(id);
    append(in, user, Content.text(text));
    reach(in, user, new Position(in.lastSeq(), in.lastSeq()));
  }

  private void append(Conversation in, String user, Content content) {
    long seq = in.lastSeq() + 1;
    in.messages.add(
        new MessageView(
            in.id,
            MessageIds.of(in.id, seq),
            seq,
            user,
            "client-" + seq,
            content,
            seq > 1 && seq % 3 == 0 ? seq - 1 : null,
            seq % 4 == 0 ? List.of(user) : null,
            now(),
            1,
            null,
            null,
            null,
            null));
    tellNew(in.id, seq);
  }

  /** Says, perhaps once more, that there is a message that was never changed. */
  void tellNew(String id, long seq) {
    MessageView message = message(id, seq);
    tell(EventType.MESSAGE_NEW, conversations.get(id), message.senderId(), Samples.told(message));
  }

  void edit(String id, long seq, String by, String text) {
    MessageView was = message(id, seq);
    MessageView now =
        changed(was, Content.text(text), null, now(), null, was.pinnedAt(), was.reactions());
    change(EventType.MESSAGE_EDIT, id, by, now);
  }

  void delete(String id, long seq, String by) {
    Conversation in = conversations.get(id);
    if (in.pinned.remove(seq)) {
      in.revision++;
    }
    MessageView was = message(id, seq);
    change(
        EventType.MESSAGE_DELETE,
        id,
        by,
        changed(was, null, null, was.editedAt(), now(), null, null));
  }

  void pin(String id, long seq, String by) {
    Conversation in = conversations.get(id);
    boolean pin = !in.pinned.contains(seq);
    if (pin) {
      in.pinned.add(seq);
    } else {
      in.pinned.remove(seq);
    }
    in.revision++;
    MessageView was = message(id, seq);
    change(
        EventType.MESSAGE_PIN,
        id,
        by,
        changed(
            was,
            was.content(),
            was.mentions(),
            was.editedAt(),
            null,
            pin ? now() : null,
            was.reactions()));
  }

  private void change(String event, String id, String by, MessageView now) {
    Conversation in = conversations.get(id);
    in.messages.set((int) now.seq() - 1, now);
    tell(event, in, by, new MessageEvent(id, by, now));
  }

  /** Adds the user's reaction, or takes it back. */
  void react(String id, long seq, String user, String emoji) {
    Conversation in = conversations.get(id);
    MessageView was = message(id, seq);
    List<ReactionView> after = new ArrayList<>();
    boolean removed = false;
    boolean there = false;
    int count = 1;
    for (ReactionView one : was.reactions() == null ? List.<ReactionView>of() : was.reactions()) {
      List<String> users = new ArrayList<>(one.userIds());
      if (one.emoji().equals(emoji)) {
        there = true;
        removed = users.remove(user);
        if (!removed) {
          users.add(user);
        }
        count = users.size();
      }
      if (!users.isEmpty()) {
        after.add(new ReactionView(one.emoji(), users.size(), users));
      }
    }
    if (!there) {
      after.add(new ReactionView(emoji, 1, List.of(user)));
    }
    MessageView now =
        changed(
            was,
            was.content(),
            was.mentions(),
            was.editedAt(),
            null,
            was.pinnedAt(),
            after.isEmpty() ? null : after);
    in.messages.set((int) seq - 1, now);
    tell(
        EventType.MESSAGE_REACTION,
        in,
        user,
        new MessageReaction(
            id, now.messageId(), seq, now.version(), user, emoji, removed, count, now()));
  }

  void read(String id, String user, long seq) {
    Conversation in = conversations.get(id);
    reach(in, user, new Position(seq, seq));
    tell(EventType.READ_RECEIPT, in, user, new Receipt(id, user, seq, now()));
  }

  void deliver(String id, String user, long seq) {
    Conversation in = conversations.get(id);
    reach(in, user, new Position(0, seq));
    tell(EventType.DELIVERED_RECEIPT, in, user, new Receipt(id, user, seq, now()));
  }

  private void reach(Conversation in, String user, Position at) {
    reached.merge(new Whose(user, in.id), at, Position::max);
  }

  /** Users become members, each with a revision of its own. */
  void join(String id, List<String> users) {
    Conversation in = conversations.get(id);
    long seq = in.lastSeq();
    for (String user : users) {
      in.seats.put(user, new Seat("member", seq, false, false, null, ++in.revision));
      reach(in, user, new Position(seq, seq));
      // They are stored with the membership.
      stored.merge(new Whose(user, id), new Position(seq, seq), Position::max);
    }
    update(in, users.get(0), ConversationChange.MEMBERS_ADDED, users);
    append(in, users.get(0), Content.system(ConversationChange.MEMBERS_ADDED, users));
  }

  /** A user leaves; the last owner is followed by another member. */
  void leave(String id, String user) {
    Conversation in = conversations.get(id);
    List<String> concerned = new ArrayList<>(List.of(user));
    boolean owned = "owner".equals(in.seats.get(user).role());
    for (String other : in.members()) {
      if (owned && !other.equals(user) && concerned.size() == 1) {
        in.seats.put(other, in.seats.get(other).as("owner", ++in.revision));
        concerned.add(other);
      }
    }
    in.seats.put(user, in.seats.get(user).as(null, ++in.revision));
    update(in, user, ConversationChange.MEMBER_LEFT, concerned);
    append(in, user, Content.system(ConversationChange.MEMBER_LEFT, List.of(user)));
  }

  void role(String id, String user, String role) {
    Conversation in = conversations.get(id);
    in.seats.put(user, in.seats.get(user).as(role, ++in.revision));
    update(in, user, ConversationChange.ROLE_CHANGED, List.of(user));
  }

  void rename(String id, String by, String title) {
    Conversation in = conversations.get(id);
    in.title = title;
    in.revision++;
    update(in, by, ConversationChange.UPDATED, List.of());
  }

  void deleteConversation(String id, String by) {
    Conversation in = conversations.get(id);
    in.deletedAt = now();
    in.revision++;
    update(in, by, ConversationChange.DELETED, List.of());
  }

  private void update(Conversation in, String by, String change, List<String> users) {
    List<MemberView> members = new ArrayList<>();
    for (String user : users) {
      Seat seat = in.seats.get(user);
      Position at = reached.getOrDefault(new Whose(user, in.id), Position.NONE);
      members.add(
          new MemberView(
              user, seat.role(), START, seat.joinedSeq(), at.readSeq(), at.deliveredSeq()));
    }
    // What the plan appends is not counted yet.
    long lastSeq = Math.max(0, in.lastSeq() - in.revision % 2);
    tell(
        EventType.CHAT_UPDATE,
        in,
        by,
        new ChatUpdate(
            in.id, change, by, view(in, lastSeq), members.isEmpty() ? null : members, now()));
  }

  void settings(String id, String user, boolean muted, boolean pinned, boolean archived) {
    Conversation in = conversations.get(id);
    Seat was = in.seats.get(user);
    Long archivedSeq = archived ? (Long) in.lastSeq() : null;
    Seat now = new Seat(was.role(), was.joinedSeq(), muted, pinned, archivedSeq, in.revision + 1);
    if (!Objects.equals(was.as("", 0), now.as("", 0))) {
      in.revision++;
      in.seats.put(user, now);
    }
    tellSettings(id, user);
  }

  /** Says, perhaps once more, what a member has set. */
  void tellSettings(String id, String user) {
    Conversation in = conversations.get(id);
    Seat seat = in.seats.get(user);
    boolean archived = seat.archivedSeq() != null && in.lastSeq() <= seat.archivedSeq();
    tell(
        EventType.MEMBERSHIP_CHANGED,
        in,
        user,
        new MembershipChanged(
            id, seat.muted(), archived, seat.pinned(), seat.archivedSeq(), in.revision));
  }

  void expire(String id, long firstSeq) {
    Conversation in = conversations.get(id);
    if (firstSeq > in.firstSeq) {
      in.firstSeq = firstSeq;
      in.pinned.removeIf(seq -> seq < firstSeq);
      in.revision++;
    }
    tell(EventType.MESSAGES_EXPIRED, in, "", new MessagesExpired(id, in.firstSeq, now()));
  }

  private static MessageView changed(
      MessageView was,
      Content content,
      List<String> mentions,
      Instant editedAt,
      Instant deletedAt,
      Instant pinnedAt,
      List<ReactionView> reactions) {
    return new MessageView(
        was.conversationId(),
        was.messageId(),
        was.seq(),
        was.senderId(),
        was.clientMessageId(),
        content,
        was.replyToSeq(),
        mentions,
        was.sentAt(),
        was.version() + 1,
        editedAt,
        deletedAt,
        pinnedAt,
        reactions);
  }

  private static ConversationView view(Conversation in, long lastSeq) {
    return new ConversationView(
        in.id,
        in.type,
        in.title,
        null,
        Map.of("n", 7),
        START,
        in.createdBy,
        in.deletedAt,
        in.revision,
        in.members().size(),
        lastSeq,
        in.pinned.isEmpty() ? null : List.copyOf(in.pinned),
        null,
        in.firstSeq > 1 ? in.firstSeq : null);
  }

  private Instant now() {
    return START.plusMillis(++clock);
  }

  private void tell(String type, Conversation in, String by, Object payload) {
    try {
      RawJson body = RawJson.of(json.writeValueAsBytes(payload));
      long time = now().toEpochMilli();
      events(Partitions.of(in.id, partitions))
          .add(new Envelope("e" + clock, type, in.id, time, by, null, body));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
