package dev.parley.cache.value;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What callers are told. {@code degraded} is true where Redis was away, else absent. */
final class Answers {

  private Answers() {}

  /** Nothing was found. */
  @Schema(name = "CacheMiss", description = "Nothing is cached there")
  record Miss(@Schema(examples = "false") boolean hit, Boolean degraded) {}

  /** Whether a value was written, and as what. */
  record Stored(boolean stored, String version, Boolean degraded) {

    static final Stored DEGRADED = new Stored(false, null, true);

    /** There was something else than the condition says. */
    static final Stored REFUSED = new Stored(false, null, null);

    static Stored as(String version) {
      return new Stored(true, version, null);
    }

    boolean wasRefused() {
      return !stored && degraded == null;
    }
  }

  /** Whether several were written, and as what, in their order. */
  record StoredMany(boolean stored, List<String> versions, Boolean degraded) {

    static final StoredMany DEGRADED = new StoredMany(false, null, true);
  }

  /** How a value stands; {@code ttlSeconds} is rounded up. */
  record Standing(
      boolean exists, String version, Long ttlSeconds, Boolean permanent, Boolean degraded) {

    static final Standing MISS = new Standing(false, null, null, null, null);
    static final Standing DEGRADED = new Standing(false, null, null, null, true);

    static Standing of(Values.Standing there) {
      return there.millisLeft() < 0
          ? new Standing(true, there.version(), null, true, null)
          : new Standing(true, there.version(), (there.millisLeft() + 999) / 1000, null, null);
    }
  }

  /** How many are gone; {@code cursor} where there may be more. */
  record Deleted(long deleted, String cursor, Boolean degraded) {

    static final Deleted DEGRADED = new Deleted(0, null, true);

    static Deleted of(long deleted) {
      return new Deleted(deleted, null, null);
    }

    static Deleted of(boolean deleted) {
      return of(deleted ? 1 : 0);
    }
  }

  /** Whether all that belongs to a namespace or a tag is gone. */
  record Invalidated(boolean invalidated, Boolean degraded) {

    static final Invalidated DONE = new Invalidated(true, null);
    static final Invalidated DEGRADED = new Invalidated(false, true);
  }

  /** A number. */
  @Schema(name = "CachedNumber")
  record Number(boolean hit, Long value, Boolean degraded) {

    static final Number DEGRADED = new Number(false, null, true);

    static Number of(Long value) {
      return new Number(value != null, value, null);
    }
  }

  /** The members of a set. */
  @Schema(name = "CachedSet")
  record Members(boolean hit, List<String> members, Boolean degraded) {

    static final Members DEGRADED = new Members(false, null, true);

    static Members of(List<String> members) {
      return new Members(members != null, members, null);
    }
  }

  /** Whether somebody is a member of a set. */
  record Member(boolean hit, Boolean member, Boolean degraded) {

    static final Member DEGRADED = new Member(false, null, true);

    static Member of(Boolean member) {
      return new Member(member != null, member, null);
    }
  }

  /** How many members are new, and how many there are. */
  record Added(int added, Integer size, Boolean degraded) {

    static final Added DEGRADED = new Added(0, null, true);
  }

  /** How many members are gone. */
  record Removed(int removed, Boolean degraded) {

    static final Removed DEGRADED = new Removed(0, true);
  }
}
