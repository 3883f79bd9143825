package dev.parley.messages.notification;

import dev.parley.contracts.command.Content;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.StoredMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored at the moment when jobs are due, and what follows from it. Immutable.
 *
 * @param members by id
 * @param conversations by id
 * @param notified up to where was notified, by the key of the job
 * @param lastSeqs the conversations' last messages, by conversation
 * @param messages the latest messages, by conversation
 */
record Situation(
    Map<String, StoredMembership> members,
    Map<String, StoredConversation> conversations,
    Map<String, Long> notified,
    Map<String, Long> lastSeqs,
    Map<String, List<StoredMessage>> messages) {

  /**
   * What is to be done about a job.
   *
   * @param notification null when there is nothing to tell
   * @param outcome why not; null when there is something
   */
  record Decision(Notification notification, Outcome outcome) {

    private static Decision not(Outcome why) {
      return new Decision(null, why);
    }
  }

  Decision decide(Job job) {
    StoredMembership member =
        members.get(StoredMembership.idOf(job.conversationId(), job.userId()));
    StoredConversation conversation = conversations.get(job.conversationId());
    if (member == null || member.leftAt() != null) {
      return Decision.not(Outcome.GONE);
    }
    if (conversation == null || conversation.deletedAt() != null) {
      return Decision.not(Outcome.GONE);
    }
    if (member.muted()) {
      return Decision.not(Outcome.MUTED);
    }
    if (member.readSeq() >= job.toSeq()) {
      return Decision.not(Outcome.READ);
    }
    long covered = notified.getOrDefault(job.key(), 0L);
    if (covered >= job.toSeq()) {
      return Decision.not(Outcome.COVERED);
    }
    long gone = conversation.details().firstSeq() - 1;
    long after = Math.max(Math.max(job.fromSeq() - 1, gone), Math.max(member.readSeq(), covered));
    return lastConcerning(job, after)
        .map(last -> new Decision(notification(member, conversation, last), null))
        .orElseGet(() -> Decision.not(Outcome.GONE));
  }

  private Notification notification(
      StoredMembership member, StoredConversation conversation, StoredMessage last) {
    return new Notification(
        member.userId(),
        conversation,
        Math.max(member.readSeq(), conversation.details().firstSeq() - 1),
        lastSeqs.get(conversation.id()),
        last);
  }

  private Optional<StoredMessage> lastConcerning(Job job, long after) {
    return messages.getOrDefault(job.conversationId(), List.of()).stream()
        .filter(message -> message.seq() > after && concerns(message, job))
        .max(Comparator.comparingLong(StoredMessage::seq));
  }

  private static boolean concerns(StoredMessage message, Job job) {
    return !message.isDeleted()
        && !message.senderId().equals(job.userId())
        && !Content.SYSTEM.equals(message.content().type())
        && (!job.onlyMentions() || message.mentions().contains(job.userId()));
  }
}
