package dev.parley.messages.submission;

import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads the inbox of this process. */
@ApplicationScoped
class SubmissionReplies {

  private final Submissions submissions;

  @Inject
  SubmissionReplies(Submissions submissions) {
    this.submissions = submissions;
  }

  @Incoming("replies")
  Uni<Void> onBatch(List<byte[]> payloads, IncomingRedisStreamBatch batch) {
    for (int i = 0; i < payloads.size(); i++) {
      try {
        for (InboxItem item : InboxEntryCodec.decode(payloads.get(i)).items()) {
          if (item instanceof InboxItem.Reply reply) {
            submissions.replied(reply);
          }
        }
      } catch (RuntimeException unreadable) {
        Log.errorf("inbox entry %s cannot be read: %s", batch.entries().get(i).id(), unreadable);
        batch.reject(i, unreadable);
      }
    }
    return Uni.createFrom().voidItem();
  }
}
