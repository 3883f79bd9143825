package dev.parley.gateway.proxy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;

/**
 * The body of a request that does not say how long it is: it fails as soon as it is longer than
 * allowed, and what comes then is dropped. Belongs to the event loop of its request.
 */
final class BodyLimit implements ReadStream<Buffer> {

  private static final String KEY = BodyLimit.class.getName();

  private final HttpServerRequest body;
  private final long limit;
  private long seen;
  private boolean exceeded;
  private Handler<Throwable> onFailure = failure -> {};

  private BodyLimit(HttpServerRequest body, long limit) {
    this.body = body;
    this.limit = limit;
  }

  /** Limits the body of a request, in bytes. */
  static void set(ProxyContext context, long limit) {
    BodyLimit limited = new BodyLimit(context.request().proxiedRequest(), limit);
    context.set(KEY, limited);
    context.request().setBody(Body.body(limited, -1));
  }

  /** Whether a request's body was found to be too long. */
  static boolean isExceeded(ProxyContext context) {
    BodyLimit limited = context.get(KEY, BodyLimit.class);
    return limited != null && limited.exceeded;
  }

  @Override
  public BodyLimit handler(Handler<Buffer> handler) {
    body.handler(handler == null ? null : chunk -> count(chunk, handler));
    return this;
  }

  @Override
  public BodyLimit exceptionHandler(Handler<Throwable> handler) {
    onFailure = handler == null ? failure -> {} : handler;
    body.exceptionHandler(handler);
    return this;
  }

  @Override
  public BodyLimit endHandler(Handler<Void> handler) {
    body.endHandler(handler);
    return this;
  }

  @Override
  public BodyLimit pause() {
    body.pause();
    return this;
  }

  @Override
  public BodyLimit resume() {
    body.resume();
    return this;
  }

  @Override
  public BodyLimit fetch(long amount) {
    body.fetch(amount);
    return this;
  }

  private void count(Buffer chunk, Handler<Buffer> handler) {
    seen += chunk.length();
    if (seen <= limit) {
      handler.handle(chunk);
    } else if (!exceeded) {
      exceeded = true;
      onFailure.handle(new Outage(Outage.Kind.TOO_LARGE));
    }
  }
}
