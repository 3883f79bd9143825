package dev.parley.gateway.jsonrpc;

/**
 * A JSON-RPC 2.0 request (specification, section 4).
 *
 * @param id the JSON text of the id, a string or a number
 * @param params the JSON text of the params, an object; null when absent
 */
record Request(String id, String method, byte[] params) {}
