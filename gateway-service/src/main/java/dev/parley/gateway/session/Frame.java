package dev.parley.gateway.session;

/**
 * What is sent to a client in one piece, in the words of its wire protocol.
 *
 * @param bytes its size, about; what the bound on outstanding bytes counts
 */
public record Frame(String text, int bytes) {}
