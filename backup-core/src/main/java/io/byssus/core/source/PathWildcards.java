package io.byssus.core.source;

import io.byssus.core.internal.file.Case;
import io.byssus.core.internal.file.NameGlob;
import io.byssus.core.internal.file.PathBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what paths with wildcards stand for, as lists of what to back up have them.
 *
 * <p>The rules are those of {@link FileSource#exclude}: within a component {@code *} is any text,
 * {@code ?} one character, {@code [a-c]} and {@code [!a-c]} a choice, and a backslash takes the
 * next character as it is; a component {@code **} is any number of directories, none included, and
 * goes through no symbolic link but one that stands before it. A slash at the end is for
 * directories only. All else is itself, {@code .} and {@code ..} too, and so is a pattern that is
 * malformed.
 */
public final class PathWildcards {
  private static final String SPECIAL = "*?[\\";

  private final Set<Path> found = new LinkedHashSet<>();

  private final List<Component> components;
  private final boolean directoriesOnly;

  private PathWildcards(List<Component> components, boolean directoriesOnly) {
    this.components = components;
    this.directoriesOnly = directoriesOnly;
  }

  /**
   * Returns what is there, each path once. A path of the very name, if it is there, is among it,
   * and so is what could not be looked into, for whoever reads it to say so.
   *
   * @param directory in which a relative pattern begins
   * @param pattern the bytes of a path with wildcards, without a zero byte; text is UTF-8
   * @return paths that begin with the directory or the root; none if nothing is there
   */
  public static List<Path> expand(Path directory, byte[] pattern) {
    boolean absolute = pattern.length > 0 && pattern[0] == '/';
    boolean directoriesOnly = pattern.length > 0 && pattern[pattern.length - 1] == '/';
    Path root = directory.getRoot();
    Path start = absolute && root != null ? root : directory;
    List<byte[]> parts = parts(pattern);
    Path itself = start;
    for (byte[] part : parts) {
      itself = resolve(itself, part);
    }
    Optional<List<Component>> components = components(parts);
    PathWildcards expansion = new PathWildcards(components.orElse(List.of()), directoriesOnly);
    if (isPerhapsThere(itself)) {
      expansion.found.add(itself);
    }
    if (components.isPresent()) {
      expansion.descend(start, 0);
    }
    return List.copyOf(expansion.found);
  }

  /** Returns the components, two {@code **} in a row as one; nothing if one is malformed. */
  private static Optional<List<Component>> components(List<byte[]> parts) {
    List<Component> components = new ArrayList<>();
    for (byte[] part : parts) {
      Component component;
      try {
        component = Component.of(part);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      boolean again =
          component.anyDepth()
              && !components.isEmpty()
              && components.get(components.size() - 1).anyDepth();
      if (!again) {
        components.add(component);
      }
    }
    return Optional.of(components);
  }

  private static List<byte[]> parts(byte[] pattern) {
    List<byte[]> parts = new ArrayList<>();
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    for (int i = 0; i <= pattern.length; i++) {
      if (i < pattern.length && pattern[i] != '/') {
        part.write(pattern[i]);
      } else {
        byte[] bytes = part.toByteArray();
        if (bytes.length > 0 && !(bytes.length == 1 && bytes[0] == '.')) {
          parts.add(bytes);
        }
        part.reset();
      }
    }
    return parts;
  }

  /**
   * One component of a pattern.
   *
   * @param bytes as it was written
   * @param glob what names have to match; {@code null} if it is a name itself, or {@code **}
   * @param anyDepth whether it is {@code **}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, nor handed out
  private record Component(byte[] bytes, @Nullable NameGlob glob, boolean anyDepth) {
    static Component of(byte[] bytes) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.length() > 1 && text.chars().allMatch(c -> c == '*')) {
        return new Component(bytes, null, true);
      }
      boolean special = text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
      return new Component(bytes, special ? NameGlob.parse(text, Case.RESPECTED) : null, false);
    }

    Path in(Path directory) {
      return resolve(directory, bytes);
    }
  }

  private static Path resolve(Path directory, byte[] name) {
    return directory.resolve(PathBytes.toName(name, directory.getFileSystem()));
  }

  private void descend(Path at, int index) {
    if (index == components.size()) {
      if (isWanted(at)) {
        found.add(at);
      }
      return;
    }
    Component component = components.get(index);
    NameGlob glob = component.glob();
    if (component.anyDepth()) {
      if (index + 1 == components.size()) {
        all(at, index);
      } else {
        for (Path directory : directories(at, index)) {
          descend(directory, index + 1);
        }
      }
    } else if (glob == null) {
      descend(component.in(at), index + 1);
    } else {
      for (Path path : list(at, index)) {
        if (glob.matches(text(path))) {
          descend(path, index + 1);
        }
      }
    }
  }

  /** What lies below belongs to a directory anyway, but not to a link to one. */
  private void all(Path at, int index) {
    if (Files.isSymbolicLink(at)) {
      list(at, index).stream().filter(this::isWanted).forEach(found::add);
    } else if (isWanted(at)) {
      found.add(at);
    }
  }

  private boolean isWanted(Path path) {
    return isPerhapsThere(path)
        && !(directoriesOnly
            && (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                || Files.isSymbolicLink(path)));
  }

  /** Returns a directory and all below it, however deep, in no particular order. */
  private List<Path> directories(Path top, int index) {
    List<Path> all = new ArrayList<>(List.of(top));
    for (int i = 0; i < all.size(); i++) {
      for (Path below : list(all.get(i), index)) {
        try {
          if (Files.readAttributes(below, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .isDirectory()) {
            all.add(below);
          }
        } catch (IOException e) {
          if (!isAbsence(below, e)) {
            found.add(rest(below, index));
          }
        }
      }
    }
    return all;
  }

  /** Names are seen as patterns see them: as UTF-8 in any locale. */
  private static String text(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : new String(PathBytes.ofName(name), StandardCharsets.UTF_8);
  }

  /** Lists a directory; what would be looked for in one that can't be listed is found missing. */
  private List<Path> list(Path directory, int index) {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
      listing.forEach(paths::add);
    } catch (IOException | DirectoryIteratorException e) {
      if (!isAbsence(directory, e)) {
        found.add(rest(directory, index));
      }
    }
    return paths;
  }

  private Path rest(Path directory, int index) {
    Path path = directory;
    for (Component component : components.subList(index, components.size())) {
      path = component.in(path);
    }
    return path;
  }

  /** What can't be looked at may be there: whoever backs it up finds out, and says so. */
  private static boolean isPerhapsThere(Path path) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException e) {
      return !isAbsence(path, e);
    }
  }

  /** Also where a file is in the place of a directory, which the system tells in its language. */
  private static boolean isAbsence(Path path, Exception e) {
    if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
      return true;
    }
    Path at = path.getParent();
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return at != null && !Files.isDirectory(at);
  }
}
