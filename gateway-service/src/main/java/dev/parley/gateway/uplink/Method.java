package dev.parley.gateway.uplink;

/** What a method makes of a client's params. Pure, safe from any thread. */
@FunctionalInterface
interface Method {

  /**
   * @param caller the user that calls
   * @param params a JSON object in UTF-8
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  Command command(String caller, byte[] params);
}
