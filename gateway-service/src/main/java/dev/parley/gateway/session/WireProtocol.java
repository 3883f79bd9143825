package dev.parley.gateway.session;

import dev.parley.contracts.envelope.RawJson;

/** How the clients of one door are spoken to. Pure functions, safe from any thread. */
public interface WireProtocol {

  /** An event that the server tells a client. */
  Frame event(String name, RawJson payload);
}
