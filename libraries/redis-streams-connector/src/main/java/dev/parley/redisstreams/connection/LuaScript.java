package dev.parley.redisstreams.connection;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A Lua script that is a resource file. It is sent as a whole ({@code EVAL}): scripts here run a
 * few times a second at most, and a Redis that restarted needs no second attempt.
 */
public final class LuaScript {

  private final String source;

  private LuaScript(String source) {
    this.source = source;
  }

  /** The script {@code file} beside the class {@code owner}. */
  public static LuaScript of(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no script " + file + " beside " + owner.getName());
      }
      return new LuaScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Request command(List<String> keys, Object... arguments) {
    Request command = Request.cmd(Command.EVAL).arg(source).arg(keys.size());
    keys.forEach(command::arg);
    for (Object argument : arguments) {
      command.arg(argument.toString());
    }
    return command;
  }
}
