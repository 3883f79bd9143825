package dev.parley.routing;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Lua script in resource files. It is called by its hash; where Redis does not know it (never
 * seen, restarted empty, {@code SCRIPT FLUSH}), by its text.
 *
 * <p>Immutable, safe from any thread.
 */
public final class Script {

  /**
   * One call.
   *
   * @param arguments texts and {@code byte[]}s
   */
  public record Call(List<String> keys, List<?> arguments) {}

  private final String text;
  private final String hash;

  private Script(String text) {
    this.text = text;
    this.hash = sha1(text);
  }

  /**
   * The script of those files, one after the other: such with functions first, the script last.
   *
   * @param files names next to that class, or such that begin with {@code /}
   */
  public static Script load(Class<?> user, String... files) {
    return new Script(
        Arrays.stream(files).map(file -> read(user, file)).collect(Collectors.joining("\n")));
  }

  private static String read(Class<?> user, String file) {
    try (InputStream in = user.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no script " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs one call; fails when Redis cannot be reached. */
  public Uni<Response> run(Redis redis, List<String> keys, List<?> arguments) {
    return runAll(redis, List.of(new Call(keys, arguments))).map(responses -> responses.get(0));
  }

  /**
   * Runs the calls, all of one slot of a Redis Cluster, in one pipeline, each once: of several the
   * first brings the text, so that Redis knows the script for those behind it.
   */
  public Uni<List<Response>> runAll(Redis redis, List<Call> calls) {
    if (calls.size() == 1) {
      return redis
          .batch(List.of(byHash(calls.get(0))))
          .onFailure(Script::isUnknownScript)
          .recoverWithUni(() -> redis.batch(List.of(byText(calls.get(0)))));
    }
    List<Request> requests = new ArrayList<>(calls.size());
    for (Call call : calls) {
      requests.add(requests.isEmpty() ? byText(call) : byHash(call));
    }
    return redis.batch(requests);
  }

  private Request byHash(Call call) {
    return request(Command.EVALSHA, hash, call);
  }

  private Request byText(Call call) {
    return request(Command.EVAL, text, call);
  }

  private static Request request(Command command, String script, Call call) {
    Request request = Request.cmd(command).arg(script).arg(call.keys().size());
    call.keys().forEach(request::arg);
    for (Object argument : call.arguments()) {
      if (argument instanceof byte[] bytes) {
        request.arg(bytes);
      } else {
        request.arg(argument.toString());
      }
    }
    return request;
  }

  private static boolean isUnknownScript(Throwable failure) {
    return failure.getMessage() != null && failure.getMessage().contains("NOSCRIPT");
  }

  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
