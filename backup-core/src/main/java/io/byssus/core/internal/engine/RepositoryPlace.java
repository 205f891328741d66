package io.byssus.core.internal.engine;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.store.StoreLocation;
import io.byssus.api.target.Target;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.target.FileTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in a target the repository lies that is restored from, if it lies there. Nothing of it is
 * removed: it may well be what a restore finds and the snapshot does not have.
 */
final class RepositoryPlace {
  private static final String FILE = "file:///";

  /** {@code null} if it lies elsewhere. */
  private final @Nullable EntryPath path;

  private RepositoryPlace(@Nullable EntryPath path) {
    this.path = path;
  }

  static RepositoryPlace in(Target target, StoreLocation store) {
    if (!(target instanceof FileTarget files) || !store.text().startsWith(FILE)) {
      return new RepositoryPlace(null);
    }
    try {
      Path repository = Path.of(URI.create(store.text().replaceFirst("\\?.*", ""))).toRealPath();
      Path top = files.directory();
      return new RepositoryPlace(Files.exists(top) ? relative(top.toRealPath(), repository) : null);
    } catch (IOException | IllegalArgumentException e) {
      return new RepositoryPlace(null); // a store that is not reached is not removed either
    }
  }

  private static @Nullable EntryPath relative(Path top, Path repository) {
    if (!repository.startsWith(top)) {
      return null;
    }
    List<EntryName> names = new ArrayList<>();
    for (int i = top.getNameCount(); i < repository.getNameCount(); i++) {
      names.add(EntryName.of(PathBytes.ofName(repository.getName(i))));
    }
    return EntryPath.of(names);
  }

  /** Returns whether an entry of the target is the repository, in it, or has it somewhere below. */
  boolean touches(EntryPath entry) {
    return path != null && (path.startsWith(entry) || entry.startsWith(path));
  }
}
