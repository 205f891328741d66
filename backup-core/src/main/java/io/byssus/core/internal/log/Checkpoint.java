package io.byssus.core.internal.log;

import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.crypto.Domain;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A state of the log as it is written down, so that opening need not read every entry. */
final class Checkpoint {
  static final String PURPOSE = "byssus checkpoint 1";

  private static final int PARTS = 11;

  /** With features, and what they stand for. */
  private static final int MOST_PARTS = 13;

  private static final int SNAPSHOT_PARTS = 3;
  private static final int MARK_PARTS = 3;
  private static final int CONDEMNED_PARTS = 3;
  private static final int HASH_BYTES = 32;

  private Checkpoint() {}

  static byte[] encode(LogState state) {
    CborWriter cbor = new CborWriter(4096);
    boolean plain = state.features().isEmpty();
    cbor.writeArray(plain ? PARTS : MOST_PARTS).writeUnsigned(state.number());
    cbor.writeBytes(HexFormat.of().parseHex(state.hash()));
    writeSegments(cbor, state, Domain.FULL);
    List<StoredSnapshot> snapshots =
        state.snapshots().values().stream()
            .sorted(Comparator.comparingLong(StoredSnapshot::entry))
            .toList();
    cbor.writeArray(snapshots.size());
    for (StoredSnapshot snapshot : snapshots) {
      cbor.writeArray(SNAPSHOT_PARTS).writeUnsigned(snapshot.entry());
      cbor.writeBytes(snapshot.container());
      String pin = snapshot.pin();
      if (pin == null) {
        cbor.writeNull();
      } else {
        cbor.writeText(pin);
      }
    }
    List<Holder> holders =
        state.holders().values().stream().sorted(Comparator.comparing(Holder::id)).toList();
    cbor.writeArray(holders.size());
    holders.forEach(holder -> holder.write(cbor));
    writeMark(cbor, state.openMark().orElse(null));
    cbor.writeArray(state.condemned().size());
    for (Condemned gone : state.condemned()) {
      cbor.writeArray(CONDEMNED_PARTS).writeUnsigned(gone.entry());
      Parts.writePacks(cbor, gone.packs());
      Parts.writeNames(cbor, gone.segments().stream().sorted().toList());
    }
    writeRuns(cbor, state.holds());
    writeRuns(cbor, state.unfinished());
    Parts.writeParity(cbor, state.parity());
    cbor.writeArray(2).writeUnsigned(state.epoch()).writeInteger(state.epochCreated());
    if (!plain) {
      List<String> features = state.features().stream().sorted().toList();
      cbor.writeArray(features.size());
      features.forEach(cbor::writeText);
      writeDomains(cbor, state);
    }
    return cbor.toByteArray();
  }

  private static void writeSegments(CborWriter cbor, LogState state, long domain) {
    Parts.writeNames(cbor, state.segments(domain).stream().sorted().toList());
  }

  private static void writeDomains(CborWriter cbor, LogState state) {
    List<HostDomain> domains =
        state.domains().values().stream()
            .sorted(Comparator.comparingLong(HostDomain::number))
            .toList();
    cbor.writeArray(domains.size());
    for (HostDomain domain : domains) {
      cbor.writeArray(2);
      domain.write(cbor);
      writeSegments(cbor, state, domain.number());
    }
  }

  static void decode(byte[] statement, Fold into) {
    CborReader cbor = new CborReader(statement);
    int parts = cbor.readArray();
    Parts.expect(parts == PARTS || parts == MOST_PARTS, "a checkpoint");
    long number = cbor.readUnsigned();
    String hash = HexFormat.of().formatHex(cbor.readBytes(HASH_BYTES));
    List<String> segments = Parts.readNames(cbor);
    int snapshotCount = cbor.readArray();
    List<StoredSnapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < snapshotCount; i++) {
      Parts.expect(cbor.readArray() == SNAPSHOT_PARTS, "a checkpoint");
      StoredSnapshot snapshot = StoredSnapshot.of(cbor.readUnsigned(), cbor.readBytes());
      snapshots.add(snapshot.withPin(readPin(cbor)));
    }
    int holderCount = cbor.readArray();
    List<Holder> holders = new ArrayList<>();
    for (int i = 0; i < holderCount; i++) {
      holders.add(Holder.read(cbor));
    }
    Pruning pruning =
        new Pruning(readMark(cbor), readCondemned(cbor), readRuns(cbor), readRuns(cbor));
    Optional<ParityStrength> parity = Parts.readParity(cbor);
    Parts.expect(cbor.readArray() == 2, "a checkpoint");
    int epoch = (int) cbor.readUnsigned(Integer.MAX_VALUE);
    long epochCreated = cbor.readInteger();
    into.restore(number, hash, segments, snapshots, holders, pruning, parity, epoch, epochCreated);
    if (parts == MOST_PARTS) {
      readFeatures(cbor, into);
    }
    cbor.end();
  }

  /** What a feature that is not known stands for, nobody can read. */
  private static void readFeatures(CborReader cbor, Fold into) {
    int features = cbor.readArray();
    for (int i = 0; i < features; i++) {
      into.features.add(Features.requireKnown(cbor.readText()));
    }
    int count = cbor.readArray();
    for (int i = 0; i < count; i++) {
      Parts.expect(cbor.readArray() == 2, "a checkpoint");
      HostDomain domain = HostDomain.read(cbor);
      into.domains.put(domain.number(), domain);
      into.segments.put(domain.number(), new LinkedHashSet<>(Parts.readNames(cbor)));
    }
  }

  private static void writeMark(CborWriter cbor, @Nullable OpenMark mark) {
    if (mark == null) {
      cbor.writeNull();
      return;
    }
    cbor.writeArray(MARK_PARTS).writeUnsigned(mark.number());
    Parts.writePacks(cbor, mark.packs());
    Parts.writeNames(cbor, mark.segments().stream().sorted().toList());
  }

  private static @Nullable OpenMark readMark(CborReader cbor) {
    if (cbor.isNull()) {
      cbor.readNull();
      return null;
    }
    Parts.expect(cbor.readArray() == MARK_PARTS, "a checkpoint");
    long number = cbor.readUnsigned();
    PackSet packs = Parts.readPacks(cbor);
    return new OpenMark(number, packs, Set.copyOf(Parts.readNames(cbor)));
  }

  private static List<Condemned> readCondemned(CborReader cbor) {
    int count = cbor.readArray();
    List<Condemned> condemned = new ArrayList<>();
    long last = 0;
    for (int i = 0; i < count; i++) {
      Parts.expect(cbor.readArray() == CONDEMNED_PARTS, "a checkpoint");
      long entry = cbor.readUnsigned();
      Parts.expect(entry > last, "a checkpoint");
      last = entry;
      PackSet packs = Parts.readPacks(cbor);
      condemned.add(new Condemned(entry, packs, Set.copyOf(Parts.readNames(cbor))));
    }
    return condemned;
  }

  private static void writeRuns(CborWriter cbor, Map<String, Long> runs) {
    cbor.writeArray(runs.size());
    new TreeMap<>(runs)
        .forEach(
            (run, entry) -> {
              cbor.writeArray(2);
              Parts.writeRun(cbor, run);
              cbor.writeUnsigned(entry);
            });
  }

  private static Map<String, Long> readRuns(CborReader cbor) {
    int count = cbor.readArray();
    Map<String, Long> runs = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Parts.expect(cbor.readArray() == 2, "a checkpoint");
      String run = Parts.readRun(cbor);
      Parts.expect(runs.put(run, cbor.readUnsigned()) == null, "a checkpoint");
    }
    return runs;
  }

  private static @Nullable String readPin(CborReader cbor) {
    if (cbor.isNull()) {
      cbor.readNull();
      return null;
    }
    return cbor.readText();
  }
}
