package dev.parley.cache.session;

import java.util.Locale;

/** Which sessions of a user are meant. */
enum Which {
  /** The one of an id. */
  ONE,
  /** All but the one of an id. */
  OTHERS,
  /** All. */
  ALL;

  /** As the script has it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
