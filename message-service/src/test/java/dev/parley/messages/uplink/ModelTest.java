package dev.parley.messages.uplink;

import static dev.parley.contracts.command.CommandType.ADD_MEMBERS;
import static dev.parley.contracts.command.CommandType.CHANGE_ROLE;
import static dev.parley.contracts.command.CommandType.DELETE_MESSAGE;
import static dev.parley.contracts.command.CommandType.EDIT_MESSAGE;
import static dev.parley.contracts.command.CommandType.LEAVE_CONVERSATION;
import static dev.parley.contracts.command.CommandType.REACT_TO_MESSAGE;
import static dev.parley.contracts.command.CommandType.READ_MESSAGES;
import static dev.parley.contracts.command.CommandType.REMOVE_MEMBERS;
import static dev.parley.contracts.command.CommandType.UPDATE_CONVERSATION;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.command.AddMembers;
import dev.parley.contracts.command.ChangeRole;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.DeleteMessage;
import dev.parley.contracts.command.EditMessage;
import dev.parley.contracts.command.LeaveConversation;
import dev.parley.contracts.command.ReactToMessage;
import dev.parley.contracts.command.ReadMessages;
import dev.parley.contracts.command.RemoveMembers;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.messages.Servers;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.model.Model;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Random commands of everybody in a group, carried out by replicas that take turns, forget, and
 * crash within the insert, before messages or the conversation are changed, and before telling;
 * compared with the {@link Model}. A failure names the seed.
 */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ModelTest {

  private static final int BATCHES = 40;

  @Inject Harness one;
  @Inject Harness two;
  @Inject MembershipRepository memberships;

  private final List<String> users = new ArrayList<>();
  private Random random;
  private Harness owner;
  private long epoch = 1;
  private String group;
  private Model model;
  private int sends;

  /** What each command of the batch is to be answered. */
  private final List<String> expected = new ArrayList<>();

  @RepeatedTest(15)
  void group_becomes_what_the_model_says() {
    long seed = Long.getLong("parley.seed", System.nanoTime());
    random = new Random(seed);
    try {
      begin();
      for (int i = 0; i < BATCHES; i++) {
        step();
      }
      compare();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dparley.seed=" + seed + ": " + e, e);
    }
  }

  private void begin() {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      users.add(Harness.user(name));
    }
    two.routes.add(Batch.NODE, users).await().indefinitely();
    one.routes.add(Batch.NODE, users).await().indefinitely();
    owner = one;
    group = one.group(users.get(0), users.get(1), users.get(2));
    model = new Model(users.get(0), users.subList(1, 3), "title");
  }

  private void step() {
    if (random.nextInt(5) == 0) {
      handOver();
    }
    if (random.nextInt(5) == 0) {
      owner.forget();
    }
    Batch batch = Batch.of();
    expected.clear();
    for (int i = random.nextInt(10); i >= 0; i--) {
      command(batch);
    }
    batch.under(epoch);
    boolean crashed = process(batch);
    for (int i = 0; i < expected.size(); i++) {
      check(i, crashed);
    }
  }

  private void handOver() {
    owner = owner == one ? two : one;
    epoch++;
  }

  /** Whether there was a crash, after which what was refused now may have been done before. */
  private boolean process(Batch batch) {
    switch (random.nextInt(9)) {
      case 0 -> owner.told.failNextInbox = true;
      case 1 -> owner.told.failNextEvents = true;
      case 2 -> owner.messages.breakNextInsertAfter(random.nextInt(4));
      case 3 ->
          owner.messages.beforeNextChange(
              () -> {
                throw new IllegalStateException("crash");
              });
      case 4 -> owner.failNextConversationChange = true;
      default -> {}
    }
    boolean crashed = false;
    try {
      owner.process(batch);
    } catch (RuntimeException crash) {
      crashed = true;
      calmDown();
      handOver();
      owner.process(batch.again().under(epoch));
    }
    calmDown();
    return crashed;
  }

  private void calmDown() {
    owner.told.failNextInbox = false;
    owner.told.failNextEvents = false;
    owner.failNextConversationChange = false;
    owner.messages.calmDown();
    owner.messages.beforeNextChange(() -> {});
  }

  private void check(int request, boolean crashed) {
    String is = owner.code(request);
    String wanted = expected.get(request);
    if (!crashed && !wanted.endsWith("?")) {
      assertEquals(wanted, is, "request " + request);
    }
  }

  private void command(Batch batch) {
    String user = any();
    String other = any();
    int seq = 1 + random.nextInt(model.texts.size() + 2);
    String message = group + ":" + seq;
    String text = "t" + random.nextInt(1000);
    String outcome;
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> {
        String id = random.nextInt(4) == 0 ? "m" + random.nextInt(sends + 1) : "m" + ++sends;
        batch.send(user, group, id, text);
        outcome = model.send(user, id, text);
      }
      case 4, 5 -> {
        batch.add(EDIT_MESSAGE, user, new EditMessage(message, Content.text(text), null));
        outcome = model.edit(user, seq, text);
      }
      case 6 -> {
        batch.add(DELETE_MESSAGE, user, new DeleteMessage(message));
        outcome = model.delete(user, seq);
      }
      case 7, 8 -> {
        String emoji = random.nextBoolean() ? "x" : "y";
        boolean remove = random.nextInt(3) == 0;
        batch.add(REACT_TO_MESSAGE, user, new ReactToMessage(message, emoji, remove));
        outcome = model.react(user, seq, emoji, remove);
      }
      case 9 -> {
        batch.add(READ_MESSAGES, user, new ReadMessages(group, (long) seq));
        outcome = model.read(user, seq);
      }
      case 10 -> {
        batch.add(UPDATE_CONVERSATION, user, new UpdateConversation(group, text, null, null, null));
        outcome = model.title(user, text);
      }
      case 11 -> {
        batch.add(ADD_MEMBERS, user, new AddMembers(group, List.of(other)));
        outcome = model.add(user, other, text);
      }
      case 12 -> {
        String role = List.of("owner", "admin", "member").get(random.nextInt(3));
        batch.add(CHANGE_ROLE, user, new ChangeRole(group, other, role));
        outcome = model.role(user, other, role);
      }
      default -> {
        if (random.nextInt(3) > 0 || model.roles.size() < 3) {
          batch.add(REMOVE_MEMBERS, user, new RemoveMembers(group, List.of(other)));
          outcome = model.remove(user, other, text);
        } else {
          batch.add(LEAVE_CONVERSATION, user, new LeaveConversation(group));
          outcome = model.leave(user, text);
        }
      }
    }
    expected.add(outcome);
  }

  private String any() {
    return users.get(random.nextInt(users.size()));
  }

  private void compare() {
    one.positions.write().await().indefinitely();
    List<String> texts = new ArrayList<>();
    for (StoredMessage message : one.stored(group)) {
      texts.add(text(message).toString());
    }
    assertEquals(model.texts.stream().map(Model.Text::toString).toList(), texts);
    assertEquals(model.title, one.conversation(group).title());
    Map<String, String> roles = new TreeMap<>();
    Map<String, Long> read = new TreeMap<>();
    for (StoredMembership member :
        memberships.list(new Document("conversationId", group)).await().indefinitely()) {
      read.put(member.userId(), member.readSeq());
      if (member.leftAt() == null) {
        roles.put(member.userId(), member.role());
      }
    }
    assertEquals(model.roles, roles);
    Map<String, Long> wanted = new TreeMap<>();
    model.read.forEach((user, seq) -> wanted.put(user, (long) seq));
    assertEquals(wanted, read);
  }

  private static Model.Text text(StoredMessage message) {
    boolean note = message.clientMessageId().startsWith("system-");
    String text = message.content() == null ? null : note ? "note" : message.content().text();
    Model.Text is = new Model.Text(message.senderId(), message.clientMessageId(), text);
    is.edits = message.changes().edits().size();
    message
        .changes()
        .reactions()
        .forEach(
            reaction ->
                is.reactions.put(reaction.emoji(), new LinkedHashSet<>(reaction.userIds())));
    return is;
  }
}
