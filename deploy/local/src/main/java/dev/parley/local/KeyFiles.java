package dev.parley.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Set;

/**
 * The RSA key pair of a state directory: {@code private-key.pem} (PKCS#8, for its owner's eyes
 * only) and {@code public-key.pem} (X.509), made when first needed. Safe to open from several
 * processes at once: the first one makes it, all read the same.
 */
final class KeyFiles {

  private static final int BITS = 2048;
  private static final int PEM_LINE = 64;

  private final PrivateKey privateKey;
  private final Path privateKeyFile;
  private final Path publicKeyFile;

  private KeyFiles(PrivateKey privateKey, Path privateKeyFile, Path publicKeyFile) {
    this.privateKey = privateKey;
    this.privateKeyFile = privateKeyFile;
    this.publicKeyFile = publicKeyFile;
  }

  static KeyFiles in(Path directory) {
    Path privateKeyFile = directory.resolve("private-key.pem");
    Path publicKeyFile = directory.resolve("public-key.pem");
    try {
      Files.createDirectories(directory);
      // In this JVM a second lock on the file would be refused, not waited for: hence the monitor.
      synchronized (KeyFiles.class) {
        try (FileChannel channel =
                FileChannel.open(
                    directory.resolve("keys.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock held = channel.lock()) {
          if (held.isValid() && Files.notExists(privateKeyFile)) {
            write(privateKeyFile, "PRIVATE KEY", newPrivateKey(), "rw-------");
          }
          PrivateKey privateKey = read(privateKeyFile);
          if (Files.notExists(publicKeyFile)) {
            write(publicKeyFile, "PUBLIC KEY", publicKeyOf(privateKey), "rw-r--r--");
          }
          return new KeyFiles(privateKey, privateKeyFile, publicKeyFile);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
      throw new LocalRunException(
          privateKeyFile + " is no RSA key: remove it, and a new pair will be made.", e);
    }
  }

  PrivateKey privateKey() {
    return privateKey;
  }

  Path privateKeyFile() {
    return privateKeyFile;
  }

  Path publicKeyFile() {
    return publicKeyFile;
  }

  private static byte[] newPrivateKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    return generator.generateKeyPair().getPrivate().getEncoded();
  }

  private static byte[] publicKeyOf(PrivateKey key) throws GeneralSecurityException {
    BigInteger modulus = ((RSAPrivateCrtKey) key).getModulus();
    BigInteger exponent = ((RSAPrivateCrtKey) key).getPublicExponent();
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, exponent))
        .getEncoded();
  }

  private static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
    byte[] der = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /** Never readable by others, not even for a moment; never half there. */
  private static void write(Path file, String label, byte[] der, String permissions)
      throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft,
        PosixFilePermissions.asFileAttribute(
            Set.copyOf(PosixFilePermissions.fromString(permissions))));
    byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
    String body = Base64.getMimeEncoder(PEM_LINE, lineEnd).encodeToString(der);
    Files.writeString(
        draft, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
