package dev.parley.presence.state;

import dev.parley.contracts.envelope.MalformedException;
import dev.parley.presence.state.Presence.AtNode;
import dev.parley.presence.state.Presence.Choice;
import dev.parley.presence.state.Presence.Connection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A presence as it is kept in Redis: text that people can read, and that is read without a parser,
 * since a question reads a thousand. It is the revision, {@code |}, and then fields: a letter,
 * values with {@code ,} between them, and {@code |}. In a text each of the two and {@code \} has a
 * {@code \} before it. What is 0, false, empty or null is left out, also at the end of a field.
 *
 * <table>
 * <caption>Fields</caption>
 * <tr><td>{@code n}</td><td>a node: number of its signal, id; what was heard of last is last
 * <tr><td>{@code c}</td><td>a connection at the node before it: since, idle since, session, device
 * <tr><td>{@code a}</td><td>away
 * <tr><td>{@code p}</td><td>what was picked: status, until, text
 * <tr><td>{@code g}</td><td>gone since
 * <tr><td>{@code o}</td><td>offline
 * <tr><td>{@code s}</td><td>seen last
 * <tr><td>{@code r}</td><td>revision that was shown last
 * <tr><td>{@code t}</td><td>told last: revision, when
 * </table>
 *
 * <p>Pure functions, safe from any thread. The form is frozen by a test: fields, and values at the
 * end of one, may be added, and a reader passes over those that it does not know.
 */
public final class PresenceCodec {

  private PresenceCodec() {}

  /** The value for Redis. */
  public static byte[] encode(Presence presence) {
    FieldWriter out = new FieldWriter().number(presence.revision()).end();
    presence.nodes().forEach((id, node) -> write(id, node, out));
    flag('a', presence.away(), out);
    Choice choice = presence.choice();
    if (choice != null) {
      String text = choice.text() == null ? "" : choice.text();
      out.begin('p').text(choice.status()).number(choice.until()).text(text).end();
    }
    number('g', presence.goneAt(), out);
    flag('o', presence.offline(), out);
    number('s', presence.seenAt(), out);
    number('r', presence.shownRevision(), out);
    if (presence.toldRevision() != 0 || presence.toldAt() != 0) {
      out.begin('t').number(presence.toldRevision()).number(presence.toldAt()).end();
    }
    return out.toBytes();
  }

  private static void write(String id, AtNode node, FieldWriter out) {
    out.begin('n').number(node.number()).text(id).end();
    for (Connection at : node.connections()) {
      out.begin('c').number(at.since()).number(at.idleSince());
      out.text(at.session()).text(at.device()).end();
    }
  }

  private static void flag(char letter, boolean value, FieldWriter out) {
    if (value) {
      out.begin(letter).end();
    }
  }

  private static void number(char letter, long value, FieldWriter out) {
    if (value != 0) {
      out.begin(letter).number(value).end();
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedException when it is not a presence
   */
  public static Presence decode(byte[] value) {
    FieldReader in = new FieldReader(value);
    long revision = in.number();
    in.end();
    Map<String, AtNode> nodes = Map.of();
    List<Connection> connections = null;
    boolean away = false;
    Choice choice = null;
    long gone = 0;
    boolean offline = false;
    long seen = 0;
    long shown = 0;
    long told = 0;
    long toldAt = 0;
    while (in.hasNext()) {
      switch (in.next()) {
        case 'n' -> {
          nodes = nodes.isEmpty() ? new LinkedHashMap<>(4) : nodes;
          connections = readNode(in, nodes);
        }
        case 'c' -> readConnection(in, connections);
        case 'a' -> away = true;
        case 'p' -> choice = readChoice(in);
        case 'g' -> gone = in.number();
        case 'o' -> offline = true;
        case 's' -> seen = in.number();
        case 'r' -> shown = in.number();
        case 't' -> {
          told = in.number();
          toldAt = in.number();
        }
        default -> {
          // Of a later version.
        }
      }
      in.end();
    }
    return new Presence(
        revision,
        Collections.unmodifiableMap(nodes),
        away,
        choice,
        gone,
        offline,
        seen,
        shown,
        told,
        toldAt);
  }

  /** Gives back where its connections belong. */
  private static List<Connection> readNode(FieldReader in, Map<String, AtNode> nodes) {
    long number = in.number();
    List<Connection> connections = new ArrayList<>(1);
    nodes.put(in.text(), new AtNode(number, Collections.unmodifiableList(connections)));
    return connections;
  }

  private static void readConnection(FieldReader in, List<Connection> connections) {
    if (connections == null) {
      throw new MalformedException("a connection without a node");
    }
    long since = in.number();
    long idleSince = in.number();
    String session = in.text();
    connections.add(new Connection(session, in.text(), since, idleSince));
  }

  private static Choice readChoice(FieldReader in) {
    String status = in.text();
    long until = in.number();
    String text = in.text();
    return new Choice(status, text.isEmpty() ? null : text, until);
  }

  /** The revision of a value, also where the rest of it cannot be read; 0 if it has none. */
  public static long revision(byte[] value) {
    for (int i = 0; i < value.length; i++) {
      if (value[i] == FieldReader.END) {
        return revision(new String(value, 0, i, StandardCharsets.US_ASCII));
      }
    }
    return 0;
  }

  private static long revision(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException none) {
      return 0;
    }
  }
}
