package dev.parley.contracts.inbox;

import java.util.List;

/**
 * One entry of a node's inbox: replies and deliveries together, to be handed over in their order.
 *
 * @param items in the order in which every session must get them
 */
public record InboxEntry(List<InboxItem> items) {

  public InboxEntry {
    items = List.copyOf(items);
  }
}
