package dev.parley.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
      "1795000000123|{\"nodes\":{\"n2\":{\"number\":9},\"n1\":{\"number\":5,\"at\":[{\"session\":"
          + "\"s1\",\"device\":\"phone\",\"since\":10,\"idle\":20},{\"session\":\"s2\",\"device\":"
          + "\"web\",\"since\":11}]}},\"away\":true,\"choice\":{\"status\":\"dnd\",\"text\":"
          + "\"Grüße\",\"until\":99},\"gone\":30,\"offline\":true,\"seen\":40,\"shown\":50,"
          + "\"told\":60,\"toldAt\":70}";

  private static Presence full() {
    Map<String, AtNode> nodes = new LinkedHashMap<>();
    nodes.put("n2", new AtNode(9, List.of()));
    nodes.put(
        "n1",
        new AtNode(
            5, List.of(new Connection("s1", "phone", 10, 20), new Connection("s2", "web", 11, 0))));
    Choice choice = new Choice("dnd", "Grüße", 99);
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

    assertEquals("7|{}", text(PresenceCodec.encode(little)));
    assertEquals(little, PresenceCodec.decode(bytes("7|{}")));
    Presence choice =
        new Presence(7, Map.of(), false, new Choice("away", null, 0), 0, false, 0, 0, 0, 0);
    assertEquals("7|{\"choice\":{\"status\":\"away\"}}", text(PresenceCodec.encode(choice)));
    assertEquals(choice, PresenceCodec.decode(PresenceCodec.encode(choice)));
  }

  @Test
  void fields_of_later_versions_are_passed_over() {
    String later =
        "7|{\"new\":[{\"a\":1}],\"nodes\":{\"n1\":{\"zone\":{\"x\":[]},\"number\":5,\"at\":"
            + "[{\"os\":{\"v\":1},\"session\":\"s1\",\"device\":\"d\",\"since\":1}]}},"
            + "\"choice\":{\"emoji\":[\"x\"],\"status\":\"dnd\"},\"seen\":4}";

    Presence presence = PresenceCodec.decode(bytes(later));

    assertEquals(
        new AtNode(5, List.of(new Connection("s1", "d", 1, 0))), presence.nodes().get("n1"));
    assertEquals(new Choice("dnd", null, 0), presence.choice());
    assertEquals(4, presence.seenAt());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "7|",
        "7|[]",
        "7|{",
        "7|{\"seen\":\"x\"}",
        "7|{\"nodes\":[]}",
        "7|{\"away\":1}"
      })
  void anything_else_is_refused(String value) {
    assertThrows(MalformedException.class, () -> PresenceCodec.decode(bytes(value)));
  }

  @Test
  void revision_can_be_read_from_what_else_is_broken() {
    assertEquals(7, PresenceCodec.revision(bytes("7|{")));
    assertEquals(0, PresenceCodec.revision(bytes("x|{}")));
    assertEquals(0, PresenceCodec.revision(bytes("7")));
    assertEquals(0, PresenceCodec.revision(bytes("|")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
