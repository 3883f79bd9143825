package dev.parley.messages.query;

import dev.parley.contracts.query.GetConversation;
import dev.parley.contracts.query.QueryType;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** {@code conversation:get}: for members, and a channel for everybody. */
@ApplicationScoped
public class GetConversationHandler implements QueryHandler<GetConversation> {

  private final Seats seats;
  private final MyConversations mine;

  GetConversationHandler(Seats seats, MyConversations mine) {
    this.seats = seats;
    this.mine = mine;
  }

  @Override
  public String type() {
    return QueryType.GET_CONVERSATION;
  }

  @Override
  public Class<GetConversation> payloadType() {
    return GetConversation.class;
  }

  @Override
  public Uni<?> answer(GetConversation query, String user) {
    return seats
        .ofReader(query.conversationId(), user)
        .chain(seat -> mine.of(List.of(seat)))
        .map(one -> one.get(0));
  }
}
