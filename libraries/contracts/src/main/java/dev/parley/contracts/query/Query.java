package dev.parley.contracts.query;

/** What all queries have in common. */
public interface Query {

  /** How many entries a page has when nothing is said. */
  int DEFAULT_LIMIT = 50;

  /** How many entries a page has at most. */
  int MAX_LIMIT = 200;

  /**
   * Checks shape and sizes, not who may ask.
   *
   * @return this
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  Query check();

  /** The limit that is meant by {@code limit}, which may be null. */
  static int limit(Integer limit) {
    return limit == null ? DEFAULT_LIMIT : limit;
  }
}
