package dev.parley.messages.query;

import dev.parley.contracts.query.ListScheduled;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.ScheduledMessages;
import dev.parley.contracts.view.ScheduledView;
import dev.parley.messages.schedule.ScheduleRepository;
import dev.parley.messages.schedule.ScheduledMessage;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** {@code message:scheduled}: for whoever has scheduled, a member or not any more. */
@ApplicationScoped
public class ListScheduledHandler implements QueryHandler<ListScheduled> {

  private final ScheduleRepository scheduled;

  ListScheduledHandler(ScheduleRepository scheduled) {
    this.scheduled = scheduled;
  }

  @Override
  public String type() {
    return QueryType.LIST_SCHEDULED;
  }

  @Override
  public Class<ListScheduled> payloadType() {
    return ListScheduled.class;
  }

  @Override
  public Uni<?> answer(ListScheduled query, String user) {
    String id = query.conversationId();
    return scheduled
        .of(List.of(new ScheduleRepository.Seat(id, user)))
        .map(mine -> mine.stream().map(ListScheduledHandler::view).toList())
        .map(views -> new ScheduledMessages(id, views));
  }

  private static ScheduledView view(ScheduledMessage message) {
    return new ScheduledView(
        message.clientMessageId(),
        message.content(),
        message.replyToSeq(),
        message.mentions(),
        message.sendAt());
  }
}
