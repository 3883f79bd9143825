package dev.parley.gateway.testing;

import java.util.ArrayList;
import java.util.List;

/** Clients that are closed together, whatever becomes of the test. */
public final class Crowd implements AutoCloseable {

  private final List<Client> clients = new ArrayList<>();

  public Client add(Client client) {
    clients.add(client);
    return client;
  }

  @Override
  public void close() {
    clients.forEach(Client::close);
  }
}
