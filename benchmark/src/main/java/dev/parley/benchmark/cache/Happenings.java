package dev.parley.benchmark.cache;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.id.MessageIds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Events as message-service writes them: 70 % new messages, 20 % read receipts, 10 % reactions and
 * edits, each of which fits what was before it in its conversation. The same for the same
 * conversations. For one thread at a time.
 */
final class Happenings {

  private static final int MESSAGES = 70;
  private static final int READ = 90;
  private static final int REACTIONS = 95;
  private static final String CONTENT =
      "{\"type\":\"text\",\"text\":\"The build of this morning is green, who takes it to the"
          + " others before noon?\"}";
  private static final String EMOJI = "\uD83D\uDC4D";

  private final List<Talk> talks;
  private final Random random = new Random(1);

  Happenings(List<Talk> talks) {
    this.talks = talks;
  }

  /** What happens next, now. */
  Envelope next() {
    Talk talk = talks.get(random.nextInt(talks.size()));
    String user = talk.members.get(random.nextInt(talk.members.size()));
    int kind = random.nextInt(100);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    if (talk.seq == 0 || kind < MESSAGES) {
      return message(talk, user, now);
    }
    if (kind < READ) {
      return receipt(talk, user, now);
    }
    return kind < REACTIONS && !talk.reacted.contains(user)
        ? reaction(talk, user, now)
        : edit(talk, user, now);
  }

  private static Envelope message(Talk talk, String user, Instant now) {
    talk.seq++;
    talk.version = 1;
    talk.reacted.clear();
    String sent = ",\"senderId\":\"%s\",%s,\"sentAt\":\"%s\"}".formatted(user, content(talk), now);
    return event(EventType.MESSAGE_NEW, talk, user, now, place(talk) + sent);
  }

  private static Envelope receipt(Talk talk, String user, Instant now) {
    String payload =
        "{\"conversationId\":\"%s\",\"userId\":\"%s\",\"seq\":%d,\"at\":\"%s\"}"
            .formatted(talk.id, user, talk.seq, now);
    return event(EventType.READ_RECEIPT, talk, user, now, payload);
  }

  private static Envelope reaction(Talk talk, String user, Instant now) {
    talk.version++;
    talk.reacted.add(user);
    String reaction =
        ",\"version\":%d,\"userId\":\"%s\",\"emoji\":\"%s\",\"removed\":false,\"count\":%d,\"at\":\"%s\"}"
            .formatted(talk.version, user, EMOJI, talk.reacted.size(), now);
    return event(EventType.MESSAGE_REACTION, talk, user, now, place(talk) + reaction);
  }

  private static Envelope edit(Talk talk, String user, Instant now) {
    talk.version++;
    String view =
        "%s,\"senderId\":\"%s\",%s,\"sentAt\":\"%s\",\"version\":%d,\"editedAt\":\"%s\"%s}"
            .formatted(place(talk), user, content(talk), now, talk.version, now, reactions(talk));
    String payload =
        "{\"conversationId\":\"%s\",\"by\":\"%s\",\"message\":%s}".formatted(talk.id, user, view);
    return event(EventType.MESSAGE_EDIT, talk, user, now, payload);
  }

  /** The beginning of what is about the last message. */
  private static String place(Talk talk) {
    return "{\"conversationId\":\"%s\",\"messageId\":\"%s\",\"seq\":%d"
        .formatted(talk.id, MessageIds.of(talk.id, talk.seq), talk.seq);
  }

  private static String content(Talk talk) {
    return "\"clientMessageId\":\"client-" + talk.seq + "\",\"content\":" + CONTENT;
  }

  private static String reactions(Talk talk) {
    return talk.reacted.isEmpty()
        ? ""
        : talk.reacted.stream()
            .collect(
                Collectors.joining(
                    "\",\"",
                    ",\"reactions\":[{\"emoji\":\"%s\",\"count\":%d,\"userIds\":[\""
                        .formatted(EMOJI, talk.reacted.size()),
                    "\"]}]"));
  }

  private static Envelope event(String type, Talk talk, String user, Instant now, String payload) {
    return new Envelope(
        Ids.random(), type, talk.id, now.toEpochMilli(), user, null, RawJson.of(payload));
  }
}
