package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlightTest {

  private final Flight flight = new Flight();

  @Test
  void send_acknowledgedAndDeliveredWithOneSeq_agrees() {
    long first = flight.send(System.nanoTime());
    assertEquals(1, flight.open());
    assertTrue(flight.acknowledge(first, 7));
    assertTrue(flight.deliver(first, 7));
    assertEquals(0, flight.open());
  }

  @Test
  void send_deliveredBeforeItsAcknowledgement_agrees() {
    long first = flight.send(System.nanoTime());
    assertTrue(flight.deliver(first, 7));
    assertTrue(flight.acknowledge(first, 7));
  }

  @Test
  void send_deliveredWithAnotherSeq_disagrees() {
    long first = flight.send(System.nanoTime());
    assertTrue(flight.acknowledge(first, 7));
    assertFalse(flight.deliver(first, 8));
  }

  @Test
  void send_acknowledgedTwice_disagrees() {
    long first = flight.send(System.nanoTime());
    assertTrue(flight.acknowledge(first, 7));
    assertFalse(flight.acknowledge(first, 7));
    assertEquals(0, flight.open());
  }

  @Test
  void send_neverMade_disagrees() {
    assertFalse(flight.acknowledge(1, 1));
    assertFalse(flight.deliver(1, 1));
    assertFalse(flight.deliver(-1, 1));
    assertEquals(-1, flight.age(1));
  }

  @Test
  void send_refused_isUnderWayNoMore() {
    long first = flight.send(System.nanoTime());
    flight.refuse(first);
    flight.refuse(first);
    assertEquals(0, flight.open());
  }

  @Test
  void age_isSinceItWasMeantToBeSent() {
    long first = flight.send(System.nanoTime() - 5_000_000_000L);
    assertTrue(flight.age(first) >= 5_000_000_000L);
    assertTrue(flight.age(first) < 60_000_000_000L);
  }

  @Test
  void flight_ofAsManyAsItRemembers_isFull() {
    for (int i = 1; i <= Flight.SIZE; i++) {
      assertFalse(flight.isFull());
      assertEquals(i, flight.send(0));
    }
    assertTrue(flight.isFull());
    assertTrue(flight.acknowledge(1, 1));
    assertFalse(flight.isFull());
  }

  @Test
  void send_deliveredLongAfter_isNotComparedWithWhoeverHasItsPlace() {
    for (int i = 1; i <= Flight.SIZE + 1; i++) {
      long number = flight.send(0);
      assertTrue(flight.acknowledge(number, number));
    }
    assertTrue(flight.deliver(1, 1));
    assertEquals(-1, flight.age(1));
    assertTrue(flight.deliver(Flight.SIZE + 1, Flight.SIZE + 1));
  }
}
