package io.byssus.store.fs;

import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobStore;
import io.byssus.testkit.store.StoreProbe;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the forked JVMs of {@link ProcessesTest} do. */
final class CreatingProcess {
  private CreatingProcess() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BlobStore store = FileSystemStore.at(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "race" -> {
        Rendezvous rendezvous = Rendezvous.in(Path.of(arguments[4]), arguments[3].equals("left"));
        race(store, Integer.parseInt(arguments[2]), arguments[3], rendezvous, out);
      }
      case "create" -> createForever(store, Long.parseLong(arguments[2]), out);
      case "list" -> list(store, out);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Creates numbered keys, each when the other is at it too, and prints those that it won. */
  private static void race(
      BlobStore store, int keys, String name, Rendezvous rendezvous, PrintStream out) {
    StringBuilder won = new StringBuilder();
    for (int key = 0; key < keys; key++) {
      rendezvous.meet();
      try {
        StoreProbe.put(store, "race/" + key, raceContent(name, key));
        won.append(key).append('\n');
      } catch (BlobExistsException lost) {
        if (StoreProbe.content(store, "race/" + key).length == 0) {
          throw new AssertionError("an empty blob at " + key, lost);
        }
      }
    }
    out.print(won);
    out.flush();
  }

  static String raceContent(String name, int key) {
    return (name + " created " + key + "; ").repeat(20);
  }

  /** Creates blobs named by the digest of their content, and prints the key of each when it is. */
  private static void createForever(BlobStore store, long seed, PrintStream out) {
    for (int i = 0; ; i++) {
      byte[] content = StoreProbe.randomBytes(seed * 1_000_003 + i, 1 + (i * 7919) % 200_000);
      String key = "packs/%x/%s".formatted(seed * 100 + i % 5, sha256(content));
      StoreProbe.put(store, key, content);
      out.println(key);
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Prints what a listing answers. */
  private static void list(BlobStore store, PrintStream out) {
    try {
      out.println(StoreProbe.keys(store, ""));
    } catch (RuntimeException e) {
      out.println(e);
    }
  }
}
