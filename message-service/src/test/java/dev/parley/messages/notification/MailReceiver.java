package dev.parley.messages.notification;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A mail server: as much of SMTP (RFC 5321) as it takes to get mail. */
final class MailReceiver implements AutoCloseable {

  /** What came, as it was on the wire. */
  record Received(String to, List<String> lines) {

    /** The line of a header; fails when there is none or more than one. */
    String header(String name) {
      List<String> found =
          lines.subList(0, lines.indexOf("")).stream()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
              .toList();
      if (found.size() != 1) {
        throw new AssertionError(name + " is there " + found.size() + " times");
      }
      return found.get(0).substring(name.length() + 1).strip();
    }

    String body() {
      return String.join("\n", lines.subList(lines.indexOf("") + 1, lines.size()));
    }
  }

  /** One connection. */
  private final class Session {

    private final NetSocket socket;
    private String to;
    private List<String> data;

    Session(NetSocket socket) {
      this.socket = socket;
      say("220 test ESMTP");
      socket.handler(
          RecordParser.newDelimited(
              "\r\n", line -> take(line.toString(StandardCharsets.UTF_8.name()))));
    }

    private void take(String line) {
      if (data != null) {
        data(line);
        return;
      }
      String command = line.toUpperCase(Locale.ROOT);
      if (command.startsWith("RCPT TO:")) {
        to = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        int refusal = refusals.getOrDefault(to, 0);
        attempts.add(to);
        say(refusal == 0 ? "250 ok" : refusal + " no <" + to + ">");
      } else if (command.equals("DATA")) {
        data = new ArrayList<>();
        say("354 go on");
      } else if (command.equals("QUIT")) {
        say("221 bye");
        socket.close();
      } else {
        say("250 ok");
      }
    }

    private void data(String line) {
      if (line.equals(".")) {
        mails.add(new Received(to, List.copyOf(data)));
        data = null;
        say("250 taken");
      } else {
        data.add(line.startsWith(".") ? line.substring(1) : line);
      }
    }

    private void say(String line) {
      socket.write(line + "\r\n");
    }
  }

  private final NetServer server;
  private final List<Received> mails = new CopyOnWriteArrayList<>();
  private final List<String> attempts = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

  MailReceiver(Vertx vertx, int port) throws Exception {
    this.server =
        vertx
            .createNetServer()
            .connectHandler(Session::new)
            .listen(port, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
  }

  /** Refuses mail to an address with this code. */
  void refuse(String address, int code) {
    refusals.put(address, code);
  }

  List<Received> to(String address) {
    return mails.stream().filter(mail -> mail.to().equals(address)).toList();
  }

  /** How often mail to the address was offered. */
  long attempts(String address) {
    return attempts.stream().filter(address::equals).count();
  }

  @Override
  public void close() throws Exception {
    server.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
