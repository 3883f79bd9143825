package dev.parley.gateway.proxy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that requests are passed on to, at one or several addresses. Safe from any thread. */
final class Service {

  private final String name;
  private final List<Address> addresses;
  private final AtomicInteger turn = new AtomicInteger();

  private Service(String name, List<Address> addresses) {
    this.name = name;
    this.addresses = addresses;
  }

  /** The service of these settings; empty without addresses. */
  static Optional<Service> of(
      String name, Optional<List<String>> urls, ProxySettings.Circuit settings) {
    return urls.filter(given -> !given.isEmpty())
        .map(
            given ->
                new Service(
                    name,
                    given.stream()
                        .map(url -> new Address("parley.proxy." + name, url, settings))
                        .toList()));
  }

  String name() {
    return name;
  }

  List<Address> addresses() {
    return addresses;
  }

  /** The number of the address whose turn it is. */
  int turn() {
    return Math.floorMod(turn.getAndIncrement(), addresses.size());
  }

  /** How many addresses are left out or being tried. */
  int leftOut() {
    return (int) addresses.stream().filter(address -> !address.isUsual()).count();
  }
}
