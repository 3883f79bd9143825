package dev.parley.redisstreams;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A key and its self-signed certificate for this machine, made by the JDK's keytool. */
public final class TestKeyStore implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  private final Path directory;

  public TestKeyStore() {
    try {
      directory = Files.createTempDirectory("keystore");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=localhost",
                  "-ext",
                  "san=ip:127.0.0.1",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  PASSWORD,
                  "-keystore",
                  file().toString())
              .inheritIO()
              .start();
      if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new AssertionError("keytool failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path file() {
    return directory.resolve("keys.p12");
  }

  /** The key for who serves, the certificate for who trusts. */
  public PfxOptions options() {
    return new PfxOptions().setPath(file().toString()).setPassword(PASSWORD);
  }

  @Override
  public void close() {
    file().toFile().delete();
    directory.toFile().delete();
  }
}
