package dev.parley.presence.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.MalformedException;
import dev.parley.presence.state.Presence.AtNode;
import dev.parley.presence.state.Presence.Choice;
import dev.parley.presence.state.Presence.Connection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stored form over presences, and over bytes, at random. A failure names the seed. */
class RandomPresencesTest {

  private static final int TIMES = 20_000;

  /** What the form is made of, and what takes one to four bytes. */
  private static final List<String> PIECES =
      List.of("|", ",", "\\", "a", "n1", "0", "-", "ß", "€", "😀", "\n", "\u0000", " ");

  private final long seed = Long.getLong("parley.seed", System.nanoTime());
  private Random random;

  @BeforeEach
  void begin() {
    random = new Random(seed);
  }

  @Test
  void what_is_written_is_read() {
    for (int i = 0; i < TIMES; i++) {
      Presence presence = presence();
      byte[] value = PresenceCodec.encode(presence);

      Presence read = PresenceCodec.decode(value);

      assertEquals(presence, read, this::hint);
      assertEquals(
          List.copyOf(presence.nodes().keySet()), List.copyOf(read.nodes().keySet()), this::hint);
      assertEquals(presence.revision(), PresenceCodec.revision(value), this::hint);
    }
  }

  @Test
  void what_is_cut_off_is_refused_or_is_less() {
    for (int i = 0; i < TIMES; i++) {
      byte[] value = PresenceCodec.encode(presence());

      byte[] cut = Arrays.copyOf(value, random.nextInt(value.length));

      if (isRead(cut)) {
        assertEquals(FieldReader.END, cut[cut.length - 1], this::hint);
      }
    }
  }

  @Test
  void what_is_broken_is_refused_or_read_and_nothing_else() {
    int read = 0;
    for (int i = 0; i < TIMES; i++) {
      byte[] value = PresenceCodec.encode(presence());
      for (int left = 1 + random.nextInt(4); left > 0; left--) {
        value[random.nextInt(value.length)] = (byte) random.nextInt(256);
      }
      read += isRead(value) ? 1 : 0;
    }
    assertTrue(read > 0 && read < TIMES, this::hint);
  }

  @Test
  void garbage_is_refused_or_read_and_nothing_else() {
    for (int i = 0; i < TIMES; i++) {
      StringBuilder garbage = new StringBuilder("7|");
      for (int left = random.nextInt(20); left > 0; left--) {
        garbage.append(any(PIECES));
      }
      isRead(garbage.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Fails with whatever is no {@link MalformedException}. */
  private boolean isRead(byte[] value) {
    try {
      PresenceCodec.decode(value);
      return true;
    } catch (MalformedException refused) {
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError(hint() + " " + Arrays.toString(value), e);
    }
  }

  private Presence presence() {
    Map<String, AtNode> nodes = new LinkedHashMap<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      nodes.put(text(), new AtNode(number(), connections()));
    }
    Choice choice = random.nextBoolean() ? null : new Choice(text(), textOrNull(), number());
    return new Presence(
        number(),
        nodes,
        random.nextBoolean(),
        choice,
        number(),
        random.nextBoolean(),
        number(),
        number(),
        number(),
        number());
  }

  private List<Connection> connections() {
    List<Connection> connections = new ArrayList<>();
    for (int left = random.nextInt(3); left > 0; left--) {
      connections.add(new Connection(text(), text(), number(), number()));
    }
    return connections;
  }

  private long number() {
    return random.nextBoolean() ? 0 : random.nextLong() >> random.nextInt(64);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(6); left > 0; left--) {
      text.append(any(PIECES));
    }
    return text.toString();
  }

  private String textOrNull() {
    String text = text();
    return text.isEmpty() ? null : text;
  }

  private String any(List<String> some) {
    return some.get(random.nextInt(some.size()));
  }

  private String hint() {
    return "-Dparley.seed=" + seed;
  }
}
