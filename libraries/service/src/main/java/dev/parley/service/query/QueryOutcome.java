package dev.parley.service.query;

/** What can become of an entry of the query stream; counted by these names in lower case. */
public enum QueryOutcome {
  /** The asker got what it wanted. */
  ANSWERED,
  /** The asker was told that it cannot have it. */
  REFUSED,
  /** The asker was told that what is needed is away. */
  UNAVAILABLE,
  /** It went to the dead letters; who could be told was. */
  REJECTED,
  /** It was passed over because its asker has given up. */
  STALE
}
