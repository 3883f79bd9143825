package dev.parley.gateway.uplink;

/**
 * What a method makes of a client's params. Pure, safe from any thread.
 *
 * @param params the record that they are
 */
record Method(Class<?> params, Maker maker) {

  /** Turns params into what leaves the gateway. */
  @FunctionalInterface
  interface Maker {

    /** See {@link Method#command}. */
    Command command(String caller, byte[] params);
  }

  /**
   * What leaves the gateway.
   *
   * @param caller the user that calls
   * @param given a JSON object in UTF-8
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  Command command(String caller, byte[] given) {
    return maker.command(caller, given);
  }
}
