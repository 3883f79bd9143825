package dev.parley.redisstreams.assignment;

import java.util.Collection;

/**
 * Rendezvous hashing (Thaler and Ravishankar, 1998): everybody who knows the same members comes to
 * the same owner, and a member that leaves or joins moves only its own share.
 */
final class Rendezvous {

  private Rendezvous() {}

  /** The member that should own the partition; null without members. */
  static String owner(int partition, Collection<String> members) {
    String best = null;
    long bestScore = 0;
    for (String member : members) {
      long score = score(member, partition);
      int order = best == null ? 1 : Long.compare(score, bestScore);
      if (order > 0 || order == 0 && member.compareTo(best) > 0) {
        best = member;
        bestScore = score;
      }
    }
    return best;
  }

  /** FNV-1a over the name, then the finalizer of MurmurHash3: spreads also names that are alike. */
  private static long score(String member, int partition) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < member.length(); i++) {
      hash = (hash ^ member.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ partition) * 0x100000001b3L;
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
