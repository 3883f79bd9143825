package dev.parley.benchmark.cache;

import java.util.ArrayList;
import java.util.List;

/** A conversation as the events leave it. For one thread at a time. */
final class Talk {

  final String id;
  final List<String> members;

  /** Of the last message; 0 for none. */
  long seq;

  /** Of the last message. */
  int version = 1;

  /** Who has reacted to the last message, in their order. */
  final List<String> reacted = new ArrayList<>();

  Talk(String id, List<String> members, long seq) {
    this.id = id;
    this.members = members;
    this.seq = seq;
  }
}
