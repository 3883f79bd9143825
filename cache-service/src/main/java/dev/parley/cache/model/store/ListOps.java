package dev.parley.cache.model.store;

import dev.parley.cache.model.ModelChange.Member;
import dev.parley.cache.model.ModelChange.OfList;
import dev.parley.cache.model.ModelChange.Position;
import dev.parley.cache.model.ModelChange.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * The changes of one user's list, as {@code lists-apply.lua} takes them. Positions in one
 * conversation become one: they are independent of everything else. Not thread-safe.
 */
final class ListOps {

  private final Ops ops = new Ops();
  private final Map<String, Position> positions = new HashMap<>();

  void add(OfList change) {
    if (change instanceof Position position) {
      positions.merge(position.conversationId(), position, ListOps::max);
    } else if (change instanceof Member member) {
      ops.add(
          "m",
          member.conversationId(),
          member.revision(),
          MembershipCodec.member(member.revision(), member.role(), member.joinedSeq()),
          member.joins() ? "1" : "0");
    } else if (change instanceof Settings settings) {
      ops.add(
          "s",
          settings.conversationId(),
          settings.revision(),
          MembershipCodec.settings(
              settings.revision(), settings.muted(), settings.pinned(), settings.archivedSeq()),
          "");
    }
  }

  private static Position max(Position one, Position other) {
    return new Position(
        one.user(),
        one.conversationId(),
        Math.max(one.readSeq(), other.readSeq()),
        Math.max(one.deliveredSeq(), other.deliveredSeq()));
  }

  /** All of them; nothing can be added any more. */
  Ops close() {
    positions
        .values()
        .forEach(at -> ops.add("p", at.conversationId(), at.readSeq(), at.deliveredSeq(), ""));
    positions.clear();
    return ops;
  }
}
