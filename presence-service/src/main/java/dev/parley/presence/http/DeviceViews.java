package dev.parley.presence.http;

import dev.parley.contracts.presence.DeviceView;
import dev.parley.presence.state.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Connections as they are shown. */
final class DeviceViews {

  private DeviceViews() {}

  /** All of a user's, the oldest first. */
  static List<DeviceView> of(Presence presence) {
    List<DeviceView> devices = new ArrayList<>();
    presence
        .nodes()
        .forEach(
            (node, there) ->
                there.connections().forEach(connection -> devices.add(view(node, connection))));
    devices.sort(
        Comparator.comparing(DeviceView::connectedAt).thenComparing(DeviceView::sessionId));
    return devices;
  }

  private static DeviceView view(String node, Presence.Connection connection) {
    boolean active = connection.idleSince() == 0;
    return new DeviceView(
        connection.device(),
        connection.session(),
        node,
        Instant.ofEpochMilli(connection.since()),
        active,
        active ? null : Instant.ofEpochMilli(connection.idleSince()));
  }
}
