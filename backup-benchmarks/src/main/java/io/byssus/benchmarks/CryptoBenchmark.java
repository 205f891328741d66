package io.byssus.benchmarks;

import io.byssus.api.ChunkId;
import io.byssus.crypto.Aead;
import io.byssus.crypto.ChunkHasher;
import io.byssus.crypto.ContainerContents;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.RecordType;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.crypto.WriterRun;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Names, seals and opens one chunk of 1 MiB; the score is microseconds for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CryptoBenchmark {
  private static final int LENGTH = 1 << 20;
  private static final int ROOM = LENGTH + (1 << 16);
  private static final String NO_CODEC = "none";

  /** What seals the container. */
  @Param({"AES_256_GCM", "CHACHA20_POLY1305"})
  public String suite = "AES_256_GCM";

  private final byte[] content = SampleData.random(LENGTH);
  private final byte[] buffer = new byte[ROOM];
  private final Aead aead = new Aead();
  private final RepositoryKeys keys = RepositoryKeys.generate();
  private final ChunkHasher hasher = keys.chunkHasher();
  private WriterRun run = keys.startRun(Suite.AES_256_GCM);
  private byte[] directory = {};
  private byte[] container = {};

  /** Seals the container that is opened. */
  @Setup
  public void prepare() {
    run = keys.startRun(Suite.valueOf(suite));
    ChunkId id = hasher.hash(content, 0, LENGTH);
    directory = new Directory(List.of(new DirectoryEntry.Chunk(LENGTH, LENGTH, id))).encode();
    container = new byte[ROOM];
    seal(container);
  }

  /** Wipes the keys. */
  @TearDown
  public void wipe() {
    run.close();
    keys.close();
  }

  /** Returns the chunk's name. */
  @Benchmark
  public ChunkId name() {
    return hasher.hash(content, 0, LENGTH);
  }

  /** Returns the length of a container with the chunk. */
  @Benchmark
  public int seal() {
    return seal(buffer);
  }

  /** Returns the content of the container. */
  @Benchmark
  public ContainerContents open() {
    int length = ContainerSealer.sealedLength(LENGTH);
    int all =
        ContainerKind.DATA_PACK.headerLength()
            + length
            + ContainerSealer.sealedLength(directory.length)
            + ContainerSealer.TRAILER_BYTES;
    return keys.open(ContainerKind.DATA_PACK, container, 0, all).readAll(aead, container, 0, all);
  }

  private int seal(byte[] into) {
    ContainerSealer sealer = run.seal(ContainerKind.DATA_PACK, into);
    sealer.sealRecord(RecordType.CHUNK, NO_CODEC, content, 0, LENGTH, LENGTH);
    return sealer.finish(directory);
  }
}
