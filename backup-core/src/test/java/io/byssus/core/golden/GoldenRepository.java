package io.byssus.core.golden;

import io.byssus.api.Fraction;
import io.byssus.api.compression.CompressionLevel;
import io.byssus.api.key.Secret;
import io.byssus.core.BackupRepository;
import io.byssus.core.Cipher;
import io.byssus.core.backup.Compression;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * The repositories that every later version has to read, one for each feature of the format, and
 * how each was made.
 */
enum GoldenRepository {
  /** Three backups with what a backup does by default. */
  PLAIN {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().contents();
      maker.backUp();
      maker.files().change(1);
      maker.backUp();
      maker.files().change(2);
      maker.backUp();
    }
  },
  /** All that a directory can hold and any user may make. */
  KINDS {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().kinds();
      maker.backUp();
    }
  },
  LZ4 {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().contents();
      maker.backUp(new Compression("lz4", CompressionLevel.STANDARD));
    }
  },
  GZIP {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().contents();
      maker.backUp(new Compression("gzip", CompressionLevel.STANDARD));
    }
  },
  UNCOMPRESSED {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().change(1);
      maker.backUp(Compression.NONE);
    }
  },
  CHACHA20 {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create(builder -> builder.cipher(Cipher.CHACHA20_POLY1305));
      maker.files().contents();
      maker.backUp();
    }
  },
  PARITY {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create(builder -> builder.parity(Fraction.percent(10)));
      maker.files().contents();
      maker.backUp();
    }
  },
  /** Holders that came and went, and two epochs after the first. */
  EPOCHS {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().contents();
      maker.backUp();
      try (BackupRepository repository = maker.open()) {
        try (Secret leaver = Secret.ofPassphrase("of who leaves".toCharArray())) {
          String id = repository.keys().add(leaver, "leaver").id();
          repository.keys().rotate();
          repository.keys().revoke(id);
        }
      }
      maker.files().change(1);
      maker.backUp();
    }
  },
  /** A write-only host beside full holders, and an epoch after it was added. */
  WRITE_ONLY {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().contents();
      maker.backUp();
      maker.addHost();
      maker.files().change(1);
      maker.backUpAsHost();
      try (BackupRepository repository = maker.open()) {
        repository.keys().rotate();
      }
      maker.files().change(2);
      maker.backUpAsHost();
    }
  },
  /** A log with a checkpoint, and entries of everything that takes away. */
  PRUNED {
    private static final int BACKUPS = 66;
    private static final int KEPT = 3;

    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      for (int i = 0; i < BACKUPS; i++) {
        maker.files().change(i);
        maker.backUp();
      }
      try (BackupRepository repository = maker.open()) {
        Snapshot second = repository.snapshots().list().get(1);
        Snapshot third = repository.snapshots().list().get(2);
        repository.pin(second.id(), "kept for good");
        repository.pin(third.id(), "kept for now");
        repository.unpin(third.id());
        repository.retention(RetentionPolicy.builder().keepLast(KEPT).build()).plan().run();
        repository.prune().grace(Duration.ZERO).maxUnused(new Fraction(0)).run();
      }
    }
  },
  /** A pack was lost, and what it held was taken out of the snapshots. */
  AMENDED {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().change(1);
      maker.backUp();
      maker.files().contents();
      maker.backUp();
      maker.loseNewestDataPack();
      try (BackupRepository repository = maker.open()) {
        repository.repair().amendSnapshots().run();
      }
    }
  },
  /** Holders of every kind: two passphrases, a recovery key and a key provider. */
  RECOVERY_KEY {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.createForEveryKindOfHolder();
      maker.files().change(1);
      maker.backUp();
    }
  },
  /** A log with garbage at the next number and ahead of it, which was declared void. */
  VOIDED {
    private static final int[] AHEAD = {1, 3, 400};

    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      for (int ahead : AHEAD) {
        maker.files().change(ahead);
        maker.backUp();
        maker.garbageInTheLog(ahead);
      }
      try (BackupRepository repository = maker.open()) {
        repository.repair().voidEntries().run();
      }
      maker.files().change(2);
      maker.backUp();
    }
  },
  /** A run holds that never ended. */
  HELD {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().change(1);
      maker.backUp();
      maker.holdAndDie();
      maker.files().change(2);
      maker.backUp();
    }
  },
  /** A directory whose tree is split. */
  SPLIT_DIRECTORY {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().manyEntries();
      maker.backUp();
    }
  },
  /** A file whose chunks are in lists of lists. */
  LONG_FILE {
    @Override
    void make(GoldenMaker maker) throws IOException {
      maker.create();
      maker.files().manyChunks();
      maker.backUp();
    }
  };

  abstract void make(GoldenMaker maker) throws IOException;

  /** Returns the name of its directory. */
  String directory() {
    return name().toLowerCase(Locale.ROOT);
  }
}
