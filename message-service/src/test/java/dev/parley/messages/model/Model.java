package dev.parley.messages.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A group in plain collections: what a sequence of commands makes of it, each carried out once and
 * after the other. Every method answers {@code ok} or the code of the refusal.
 */
public final class Model {

  static final String OK = "ok";
  static final String FORBIDDEN = "forbidden";
  static final String NOT_A_MEMBER = "not_a_member";
  static final String NOT_FOUND = "not_found";

  /** What is known of a message. */
  public static final class Text {
    public final String sender;
    public final String id;
    public String text;
    public int edits;
    public final Map<String, Set<String>> reactions = new TreeMap<>();

    public Text(String sender, String id, String text) {
      this.sender = sender;
      this.id = id;
      this.text = text;
    }

    @Override
    public String toString() {
      return (id.startsWith("system-") ? "note" : sender + "/" + id)
          + "="
          + text
          + " edits="
          + edits
          + " "
          + reactions;
    }
  }

  public final Map<String, String> roles = new TreeMap<>();
  public final Map<String, Integer> read = new HashMap<>();
  public final List<Text> texts = new ArrayList<>();
  private final Map<String, Integer> joined = new HashMap<>();
  private int joins;
  public String title;

  public Model(String owner, List<String> others, String title) {
    join(owner, "owner");
    others.stream().sorted().forEach(user -> join(user, "member"));
    read.replaceAll((user, seq) -> 0);
    this.title = title;
  }

  private void join(String user, String role) {
    roles.put(user, role);
    joined.put(user, joins++);
    reach(user, texts.size());
  }

  private void reach(String user, int seq) {
    read.merge(user, seq, Math::max);
  }

  private void note(String by, String command) {
    texts.add(new Text(by, "system-" + command, "note"));
  }

  public String send(String user, String id, String text) {
    for (Text there : texts) {
      if (there.sender.equals(user) && there.id.equals(id)) {
        return OK.equals(member(user)) ? OK : maybe(OK);
      }
    }
    if (!roles.containsKey(user)) {
      return NOT_A_MEMBER;
    }
    texts.add(new Text(user, id, text));
    reach(user, texts.size());
    return OK;
  }

  /** A retry by who has left since is answered when it is remembered, else refused. */
  private static String maybe(String code) {
    return code + "?";
  }

  private String member(String user) {
    return roles.containsKey(user) ? OK : NOT_A_MEMBER;
  }

  private String atLeast(String user, String role) {
    String has = roles.get(user);
    if (has == null) {
      return NOT_A_MEMBER;
    }
    List<String> order = List.of("member", "admin", "owner");
    return order.indexOf(has) >= order.indexOf(role) ? OK : FORBIDDEN;
  }

  public String edit(String user, int seq, String text) {
    if (!roles.containsKey(user)) {
      return NOT_A_MEMBER;
    }
    if (seq > texts.size() || texts.get(seq - 1).text == null) {
      return NOT_FOUND;
    }
    Text message = texts.get(seq - 1);
    if (!message.sender.equals(user) || message.id.startsWith("system-")) {
      return FORBIDDEN;
    }
    message.text = text;
    message.edits++;
    return OK;
  }

  public String delete(String user, int seq) {
    if (!roles.containsKey(user)) {
      return NOT_A_MEMBER;
    }
    if (seq > texts.size()) {
      return NOT_FOUND;
    }
    Text message = texts.get(seq - 1);
    if (message.text == null) {
      return OK;
    }
    if (!message.sender.equals(user) && !OK.equals(atLeast(user, "admin"))) {
      return FORBIDDEN;
    }
    message.text = null;
    message.edits = 0;
    message.reactions.clear();
    return OK;
  }

  public String react(String user, int seq, String emoji, boolean remove) {
    if (!roles.containsKey(user)) {
      return NOT_A_MEMBER;
    }
    if (seq > texts.size() || texts.get(seq - 1).text == null) {
      return NOT_FOUND;
    }
    Map<String, Set<String>> reactions = texts.get(seq - 1).reactions;
    if (!remove) {
      reactions.computeIfAbsent(emoji, e -> new LinkedHashSet<>()).add(user);
    } else if (reactions.containsKey(emoji)) {
      reactions.get(emoji).remove(user);
      if (reactions.get(emoji).isEmpty()) {
        reactions.remove(emoji);
      }
    }
    return OK;
  }

  public String read(String user, int seq) {
    if (!roles.containsKey(user)) {
      return NOT_A_MEMBER;
    }
    reach(user, Math.min(seq, texts.size()));
    return OK;
  }

  public String title(String user, String title) {
    String may = atLeast(user, "admin");
    if (may.equals(OK)) {
      this.title = title;
    }
    return may;
  }

  public String add(String user, String other, String command) {
    String may = atLeast(user, "admin");
    if (may.equals(OK) && !roles.containsKey(other)) {
      join(other, "member");
      note(user, command);
      reach(user, 0);
    }
    return may;
  }

  public String remove(String user, String other, String command) {
    String may = atLeast(user, "admin");
    if (!may.equals(OK) || !roles.containsKey(other)) {
      return may;
    }
    if (OK.equals(atLeast(other, roles.get(user)))) {
      return FORBIDDEN;
    }
    roles.remove(other);
    note(user, command);
    return OK;
  }

  public String role(String user, String other, String role) {
    String may = atLeast(user, "owner");
    if (!may.equals(OK)) {
      return may;
    }
    if (!roles.containsKey(other)) {
      return NOT_A_MEMBER;
    }
    if (roles.get(other).equals("owner") && !role.equals("owner") && owners() == 1) {
      return FORBIDDEN;
    }
    roles.put(other, role);
    return OK;
  }

  public String leave(String user, String command) {
    if (!roles.containsKey(user)) {
      return NOT_A_MEMBER;
    }
    boolean last = roles.get(user).equals("owner") && owners() == 1;
    roles.remove(user);
    if (last) {
      String heir = heir("admin") == null ? heir("member") : heir("admin");
      if (heir != null) {
        roles.put(heir, "owner");
      }
    }
    note(user, command);
    return OK;
  }

  private long owners() {
    return roles.values().stream().filter("owner"::equals).count();
  }

  private String heir(String role) {
    return roles.entrySet().stream()
        .filter(entry -> entry.getValue().equals(role))
        .map(Map.Entry::getKey)
        .min((a, b) -> joined.get(a) - joined.get(b))
        .orElse(null);
  }
}
