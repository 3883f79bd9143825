package dev.parley.redisstreams.connection;

import io.vertx.redis.client.impl.types.ErrorType;

/** What a failed command says about the connection that it was sent on. From good to bad. */
enum Refusal {

  /** Nothing: the command is wrong, or wrong at the moment. Others on this connection are not. */
  COMMAND,

  /** The key is, or will soon be, on another node of the Cluster. Nothing was carried out. */
  REDIRECT,

  /**
   * The server does not do its work: it loads its data, has become a replica, its Cluster misses
   * slots. Another connection may lead to one that does. Nothing was carried out.
   */
  SERVER,

  /** The connection is broken; what was carried out is unknown. */
  CONNECTION;

  /** A failed command, or the failure of a whole pipeline, which has a line for each command. */
  static Refusal of(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (!(cause instanceof ErrorType)) {
      return wasNotSent(message) ? COMMAND : CONNECTION;
    }
    return message.lines().map(Refusal::ofLine).max(Refusal::compareTo).orElse(COMMAND);
  }

  /** Whether every one of the {@code size} commands of a failed pipeline was redirected. */
  static boolean redirectsAll(Throwable cause, int size) {
    return cause instanceof ErrorType
        && cause.getMessage().lines().filter(line -> ofLine(line) == REDIRECT).count() == size;
  }

  /** What the client itself finds wrong, before anything is sent. */
  private static boolean wasNotSent(String message) {
    return message.startsWith("Redis command is not valid")
        || message.startsWith("Redis waiting queue is full")
        || message.startsWith("Keys of command")
        || message.startsWith("PubSub command");
  }

  private static Refusal ofLine(String line) {
    String error = withoutIndex(line);
    int end = error.indexOf(' ');
    String word = end < 0 ? error : error.substring(0, end);
    return switch (word) {
      case "MOVED", "ASK", "TRYAGAIN" -> REDIRECT;
      case "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "NOAUTH", "UNBLOCKED" -> SERVER;
      case "CONNECTION_CLOSED" -> CONNECTION;
      case "Error" -> ofScript(error);
      // A Java exception in place of an answer, such as java.net.SocketException.
      default -> word.matches("(\\w+\\.)+\\w+:?") ? CONNECTION : COMMAND;
    };
  }

  /** Redis 6 wraps what a command in a script was answered. */
  private static Refusal ofScript(String error) {
    return error.contains("-READONLY ")
            || error.contains("-CLUSTERDOWN ")
            || error.contains("-MASTERDOWN ")
        ? SERVER
        : COMMAND;
  }

  /** {@code ERR [3] MOVED …} is what the client makes of the answer to the fourth command. */
  private static String withoutIndex(String line) {
    String error = line.startsWith("ERR ") ? line.substring(4) : line;
    int end = error.indexOf("] ");
    return error.startsWith("[") && end > 0 ? error.substring(end + 2) : error;
  }
}
