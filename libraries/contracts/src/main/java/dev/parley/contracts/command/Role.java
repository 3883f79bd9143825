package dev.parley.contracts.command;

/** What a member may do, from little to much. The names are what travels and what is stored. */
public enum Role {
  MEMBER("member"),
  ADMIN("admin"),
  OWNER("owner");

  private final String wire;

  Role(String wire) {
    this.wire = wire;
  }

  /** The stable name. */
  public String wire() {
    return wire;
  }

  /** Whether this role includes everything that the other one may do. */
  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }

  /** The role of that name; null for none. */
  public static Role of(String wire) {
    for (Role role : values()) {
      if (role.wire.equals(wire)) {
        return role;
      }
    }
    return null;
  }
}
