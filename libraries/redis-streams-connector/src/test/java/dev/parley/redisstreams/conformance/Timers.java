package dev.parley.redisstreams.conformance;

import io.vertx.core.Handler;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the timers of a Vert.x that were set through it and neither ran out nor were cancelled. */
final class Timers {

  private final VertxInternal delegate;
  private final Set<Long> set = ConcurrentHashMap.newKeySet();

  Timers(VertxInternal delegate) {
    this.delegate = delegate;
  }

  int count() {
    return set.size();
  }

  VertxInternal vertx() {
    return (VertxInternal)
        Proxy.newProxyInstance(
            Timers.class.getClassLoader(),
            new Class<?>[] {VertxInternal.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      return switch (method.getName()) {
        case "setTimer" -> once(method, arguments);
        case "setPeriodic" -> remember(method.invoke(delegate, arguments));
        case "cancelTimer" -> {
          set.remove((Long) arguments[0]);
          yield method.invoke(delegate, arguments);
        }
        default -> method.invoke(delegate, arguments);
      };
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @SuppressWarnings("unchecked")
  private Object once(Method method, Object[] arguments) throws ReflectiveOperationException {
    Handler<Long> handler = (Handler<Long>) arguments[1];
    Handler<Long> forgetting =
        id -> {
          set.remove(id);
          handler.handle(id);
        };
    return remember(method.invoke(delegate, arguments[0], forgetting));
  }

  private Object remember(Object id) {
    set.add((Long) id);
    return id;
  }
}
