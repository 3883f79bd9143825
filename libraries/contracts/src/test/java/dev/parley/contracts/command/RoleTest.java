package dev.parley.contracts.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTest {

  @Test
  void names_are_frozen() {
    assertEquals(
        List.of("member", "admin", "owner"), Arrays.stream(Role.values()).map(Role::wire).toList());
  }

  @ParameterizedTest
  @EnumSource
  void role_is_found_by_its_name(Role role) {
    assertSame(role, Role.of(role.wire()));
  }

  @Test
  void other_names_are_no_role() {
    for (String name : Arrays.asList(null, "", "OWNER", "Admin", "guest")) {
      assertNull(Role.of(name), name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OWNER,  OWNER,  true",
    "OWNER,  ADMIN,  true",
    "OWNER,  MEMBER, true",
    "ADMIN,  OWNER,  false",
    "ADMIN,  ADMIN,  true",
    "ADMIN,  MEMBER, true",
    "MEMBER, OWNER,  false",
    "MEMBER, ADMIN,  false",
    "MEMBER, MEMBER, true"
  })
  void roles_are_ordered_by_what_they_may_do(Role role, Role other, boolean includes) {
    assertEquals(includes, role.atLeast(other));
  }
}
