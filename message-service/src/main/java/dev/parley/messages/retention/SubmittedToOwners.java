package dev.parley.messages.retention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.ExpireMessages;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.event.MessagesExpired;
import dev.parley.messages.submission.Submissions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Tells the owners by the command stream, as nobody. */
@ApplicationScoped
class SubmittedToOwners implements Owners {

  private static final String NOBODY = "";

  private final Submissions submissions;
  private final ObjectMapper json;

  SubmittedToOwners(Submissions submissions, ObjectMapper json) {
    this.submissions = submissions;
    this.json = json;
  }

  @Override
  public Uni<Long> expire(String conversationId, long firstSeq) {
    RawJson command = write(new ExpireMessages(conversationId, firstSeq));
    return submissions
        .submit(ExpireMessages.TYPE, conversationId, command, NOBODY)
        .map(reply -> read(reply).firstSeq());
  }

  private RawJson write(ExpireMessages command) {
    try {
      return RawJson.of(json.writeValueAsBytes(command));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MessagesExpired read(RawJson reply) {
    try {
      return json.readValue(reply.utf8(), MessagesExpired.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
