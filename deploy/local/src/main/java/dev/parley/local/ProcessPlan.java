package dev.parley.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a process is started.
 *
 * @param name unique in its suite, such as {@code gateway-1}
 * @param port where it will listen, at the loopback address
 * @param probePort where it can be asked whether it is ready; a service's management interface
 * @param environment set in addition to what this process was started with
 * @param log where its output goes
 * @param directory what it is started in
 */
record ProcessPlan(
    String name,
    Kind kind,
    int port,
    int probePort,
    List<String> command,
    Map<String, String> environment,
    Path log,
    Path directory) {}
