package dev.parley.local;

import java.util.List;

/** A program that runs beside the services; {@link SuiteBuilder#program} says what it is told. */
record Program(String name, List<String> command) {}
