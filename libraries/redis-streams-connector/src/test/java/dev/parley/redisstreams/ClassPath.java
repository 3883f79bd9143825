package dev.parley.redisstreams;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The connector as an application sees it that lacks an optional dependency. */
public final class ClassPath {

  private ClassPath() {}

  /** A class loader of its own, without the jars of this Maven group and with all the others. */
  public static URLClassLoader without(String groupPath) {
    List<URL> urls = new ArrayList<>();
    for (String entry :
        System.getProperty("java.class.path").split(File.pathSeparator, Integer.MAX_VALUE)) {
      if (!entry.contains(groupPath)) {
        urls.add(url(entry));
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** The connector's classes that cannot be linked there, by their simple names. */
  public static List<String> broken(URLClassLoader loader) {
    List<String> broken = new ArrayList<>();
    for (String type : types()) {
      try {
        Class<?> loaded = Class.forName(type, true, loader);
        loaded.getDeclaredMethods();
        loaded.getDeclaredFields();
        loaded.getDeclaredConstructors();
      } catch (ClassNotFoundException | LinkageError e) {
        broken.add(type.substring(type.lastIndexOf('.') + 1));
      }
    }
    return broken;
  }

  private static List<String> types() {
    try {
      Path root = Path.of(RedisStreamsConnector.class.getResource("/").toURI());
      Path main = root.resolveSibling("classes");
      try (Stream<Path> files = Files.walk(main)) {
        return files
            .filter(file -> file.toString().endsWith(".class"))
            .map(file -> main.relativize(file).toString())
            .map(name -> name.substring(0, name.length() - 6).replace(File.separatorChar, '.'))
            .sorted()
            .toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static URL url(String entry) {
    try {
      return new File(entry).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
