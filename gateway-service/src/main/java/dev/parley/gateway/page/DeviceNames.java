package dev.parley.gateway.page;

import java.util.List;
import java.util.Optional;

/** What a device is called after its header {@code User-Agent}: {@code Chrome on Linux}. */
final class DeviceNames {

  /** A sign of something in the header, and its name. */
  private record Sign(String text, String name) {}

  /** In this order, since browsers also name those that they are like. */
  private static final List<Sign> BROWSERS =
      List.of(
          new Sign("Edg/", "Edge"),
          new Sign("OPR/", "Opera"),
          new Sign("Firefox/", "Firefox"),
          new Sign("Chrome/", "Chrome"),
          new Sign("Safari/", "Safari"));

  private static final List<Sign> SYSTEMS =
      List.of(
          new Sign("Android", "Android"),
          new Sign("iPhone", "iPhone"),
          new Sign("iPad", "iPad"),
          new Sign("Windows", "Windows"),
          new Sign("Mac OS X", "Mac"),
          new Sign("Linux", "Linux"));

  private static final String BROWSER = "Browser";

  private DeviceNames() {}

  /** One of a few names, whatever the header says; never its own text. */
  static String of(String userAgent) {
    String given = userAgent == null ? "" : userAgent;
    String browser = find(BROWSERS, given).orElse(BROWSER);
    return find(SYSTEMS, given).map(system -> browser + " on " + system).orElse(browser);
  }

  private static Optional<String> find(List<Sign> signs, String text) {
    return signs.stream().filter(sign -> text.contains(sign.text())).map(Sign::name).findFirst();
  }
}
