package dev.parley.contracts.reply;

/** Answer to what is told to others and never stored. */
public record Taken() {}
