package dev.parley.cache.model.store;

import dev.parley.contracts.view.MembershipView;
import java.util.HashMap;
import java.util.Map;

/** The fields of a list, see {@code lists-apply.lua}. Pure functions. */
final class MembershipCodec {

  private static final String MEMBER = "m:";
  private static final String SETTINGS = "s:";
  private static final String POSITION = "p:";
  private static final String NO_SETTINGS = "0|00|";
  private static final String NO_POSITION = "0|0";

  private MembershipCodec() {}

  /** Who is a member, and since when; with {@code role} null no more. */
  static String member(long revision, String role, long joinedSeq) {
    return revision + "|" + (role == null ? "" : role) + "|" + joinedSeq;
  }

  /** What a member has set. */
  static String settings(long revision, boolean muted, boolean pinned, Long archivedSeq) {
    return revision
        + "|"
        + (muted ? '1' : '0')
        + (pinned ? '1' : '0')
        + "|"
        + (archivedSeq == null ? "" : archivedSeq);
  }

  /**
   * The memberships of a complete list.
   *
   * @param fields of the list, with their values
   */
  static Map<String, MembershipView> memberships(Map<String, String> fields) {
    Map<String, MembershipView> memberships = new HashMap<>();
    fields.forEach(
        (field, member) -> {
          if (field.startsWith(MEMBER)) {
            String conversation = field.substring(MEMBER.length());
            MembershipView view =
                view(
                    conversation,
                    member,
                    fields.getOrDefault(SETTINGS + conversation, NO_SETTINGS),
                    fields.getOrDefault(POSITION + conversation, NO_POSITION));
            if (!view.role().isEmpty()) {
              memberships.put(conversation, view);
            }
          }
        });
    return memberships;
  }

  private static MembershipView view(
      String conversation, String member, String settings, String position) {
    String[] is = member.split("\\|", -1);
    String[] has = settings.split("\\|", -1);
    String[] at = position.split("\\|", -1);
    return new MembershipView(
        conversation,
        is[1],
        Long.parseLong(is[2]),
        Long.parseLong(at[0]),
        Long.parseLong(at[1]),
        has[1].charAt(0) == '1',
        has[1].charAt(1) == '1',
        has[2].isEmpty() ? null : Long.valueOf(has[2]),
        Math.max(Long.parseLong(is[0]), Long.parseLong(has[0])));
  }
}
