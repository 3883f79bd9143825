package dev.parley.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.MalformedException;
import dev.parley.presence.state.Presence.AtNode;
import dev.parley.presence.state.Presence.Choice;
import dev.parley.presence.state.Presence.Connection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form in which presence is stored: values of older versions are in people's Redis. */
class PresenceCodecTest {

  private static final String FULL =
      "1795000000123|n9,n2|n5,n1|c10,20,s1,phone|c11,,s2,web|a|pdnd,99,Grüße: 1\\,5 \\| \\\\o/|g30|o|"
          + "s40|r50|t60,70|";

  private static Presence full() {
    Map<String, AtNode> nodes = new LinkedHashMap<>();
    nodes.put("n2", new AtNode(9, List.of()));
    nodes.put(
        "n1",
        new AtNode(
            5, List.of(new Connection("s1", "phone", 10, 20), new Connection("s2", "web", 11, 0))));
    Choice choice = new Choice("dnd", "Grüße: 1,5 | \\o/", 99);
    return new Presence(1_795_000_000_123L, nodes, true, choice, 30, true, 40, 50, 60, 70);
  }

  @Test
  void form_is_frozen() {
    assertEquals(FULL, text(PresenceCodec.encode(full())));
    assertEquals(full(), PresenceCodec.decode(bytes(FULL)));
    assertEquals(
        List.of("n2", "n1"), List.copyOf(PresenceCodec.decode(bytes(FULL)).nodes().keySet()));
  }

  @Test
  void what_is_not_there_takes_no_room() {
    Presence little = new Presence(7, Map.of(), false, null, 0, false, 0, 0, 0, 0);

    assertEquals("7|", text(PresenceCodec.encode(little)));
    assertEquals(little, PresenceCodec.decode(bytes("7|")));
    Presence choice =
        new Presence(7, Map.of(), false, new Choice("away", null, 0), 0, false, 0, 0, 0, 0);
    assertEquals("7|paway|", text(PresenceCodec.encode(choice)));
    assertEquals(choice, PresenceCodec.decode(PresenceCodec.encode(choice)));
  }

  @Test
  void fields_of_later_versions_are_passed_over() {
    String later = "7,1|xnew,\\|,1|n5,n1,zone|c1,,s1,d,os|c2|pdnd,,,emoji|x|s4,x|a1|r,8|";

    Presence presence = PresenceCodec.decode(bytes(later));

    assertEquals(
        new AtNode(5, List.of(new Connection("s1", "d", 1, 0), new Connection("", "", 2, 0))),
        presence.nodes().get("n1"));
    assertEquals(new Choice("dnd", null, 0), presence.choice());
    assertEquals(4, presence.seenAt());
    assertTrue(presence.away());
    assertEquals(0, presence.shownRevision());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "x|",
        "7||",
        "7|a",
        "7|a\\|",
        "7|a|\\",
        "7|sx|",
        "7|s1-|",
        "7|s99999999999999999999|",
        "7|c1,,s1,d|",
        "7|n1,n1|cx|",
        "7|{\"seen\":4}"
      })
  void anything_else_is_refused(String value) {
    assertThrows(MalformedException.class, () -> PresenceCodec.decode(bytes(value)));
  }

  @Test
  void revision_can_be_read_from_what_else_is_broken() {
    assertEquals(7, PresenceCodec.revision(bytes("7|x")));
    assertEquals(0, PresenceCodec.revision(bytes("x|")));
    assertEquals(0, PresenceCodec.revision(bytes("7")));
    assertEquals(0, PresenceCodec.revision(bytes("|")));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 999_999_999_999_999_999L, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void every_number_has_room(long number) {
    Presence presence =
        new Presence(number, Map.of(), false, null, number, false, number, number, 0, number);

    assertEquals(presence, PresenceCodec.decode(PresenceCodec.encode(presence)));
    assertEquals(number, PresenceCodec.revision(PresenceCodec.encode(presence)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
