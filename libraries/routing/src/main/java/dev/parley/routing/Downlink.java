package dev.parley.routing;

/** The way from a service to the clients: makes one {@link Outbox} per batch. Thread-safe. */
public final class Downlink {

  private final RouteTable routes;
  private final InboxAppender inboxes;

  public Downlink(RouteTable routes, InboxAppender inboxes) {
    this.routes = routes;
    this.inboxes = inboxes;
  }

  /** An empty outbox; one per batch, not thread-safe. */
  public Outbox begin() {
    return new Outbox(routes, inboxes);
  }
}
