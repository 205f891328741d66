package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.core.internal.chunk.ChunkSizes;
import io.byssus.core.internal.chunk.FastCdc;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.core.internal.log.Features;
import io.byssus.core.internal.log.Holder;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What is decided when a repository is created, signed by its root key.
 *
 * @param repositoryId 32 hexadecimal digits
 * @param created seconds since the epoch, for people
 * @param suite the cipher suite of new containers
 * @param chunkSizes how content is cut
 * @param author the public key of who may write: 64 hexadecimal digits
 * @param founders the first holders of keys
 * @param writers how many may write at once
 * @param features what a program has to know to read and write the repository rightly
 */
record Configuration(
    String repositoryId,
    long created,
    Suite suite,
    ChunkSizes chunkSizes,
    String author,
    List<Holder> founders,
    Writers writers,
    List<String> features) {
  static final String PURPOSE = "byssus configuration 1";

  /** How many writers a repository may have at once. */
  enum Writers {
    /** Any number: the store creates a blob only if it is absent. */
    MANY,
    /** One: the store was found to overwrite blobs. */
    ONE
  }

  /** It is written once, when a repository begins. */
  private static final int FIRST_EPOCH = 1;

  private static final int PARTS = 9;
  private static final int SIZES = 3;
  private static final int ID_BYTES = 16;
  private static final int PUBLIC_KEY_BYTES = 32;
  private static final int MAX_SUITE = 255;

  Configuration {
    founders = List.copyOf(founders);
    features = List.copyOf(features);
  }

  byte[] encode() {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(PARTS).writeBytes(HexFormat.of().parseHex(repositoryId));
    cbor.writeInteger(created).writeUnsigned(suite.id()).writeText(FastCdc.NAME);
    cbor.writeArray(SIZES).writeUnsigned(chunkSizes.minimum());
    cbor.writeUnsigned(chunkSizes.average()).writeUnsigned(chunkSizes.maximum());
    cbor.writeBytes(HexFormat.of().parseHex(author));
    cbor.writeArray(founders.size());
    founders.forEach(founder -> founder.write(cbor));
    cbor.writeBoolean(writers == Writers.MANY).writeArray(features.size());
    features.forEach(cbor::writeText);
    return cbor.toByteArray();
  }

  /**
   * Opens a configuration.
   *
   * @throws DamagedRepositoryException if it was changed, or is not that of the repository whose
   *     keys these are
   * @throws UnsupportedFormatException if it was written by a newer version
   */
  static Configuration open(RepositoryKeys keys, byte[] sealed) {
    SignedStatement signed =
        SignedStatement.verify(
            PURPOSE,
            SealedDocument.open(keys, ContainerKind.CONFIG, sealed),
            List.of(keys.rootPublicKey(FIRST_EPOCH)));
    Configuration configuration = decode(signed.statement());
    if (!configuration.author().equals(HexFormat.of().formatHex(keys.authorPublicKey(FIRST_EPOCH)))
        || !configuration.repositoryId().equals(HexFormat.of().formatHex(keys.repositoryId()))) {
      throw new DamagedRepositoryException(
          "the configuration is that of repository " + configuration.repositoryId());
    }
    return configuration;
  }

  static Configuration decode(byte[] statement) {
    CborReader cbor = new CborReader(statement);
    int parts = cbor.readArray();
    if (parts != PARTS) {
      throw new UnsupportedFormatException(
          "the configuration has " + parts + " parts, where this version knows " + PARTS);
    }
    String id = HexFormat.of().formatHex(cbor.readBytes(ID_BYTES));
    long created = cbor.readInteger();
    Suite suite = Suite.of((int) cbor.readUnsigned(MAX_SUITE), "the configuration");
    String chunker = cbor.readText();
    if (!chunker.equals(FastCdc.NAME)) {
      throw new UnsupportedFormatException(
          "the configuration has the chunker '"
              + chunker
              + "', where this version knows "
              + FastCdc.NAME);
    }
    if (cbor.readArray() != SIZES) {
      throw new DamagedRepositoryException("the configuration's chunk sizes are not three");
    }
    ChunkSizes sizes = new ChunkSizes(size(cbor), size(cbor), size(cbor));
    String author = HexFormat.of().formatHex(cbor.readBytes(PUBLIC_KEY_BYTES));
    List<Holder> founders = founders(cbor);
    Writers writers = cbor.readBoolean() ? Writers.MANY : Writers.ONE;
    List<String> features = features(cbor);
    cbor.end();
    return new Configuration(id, created, suite, sizes, author, founders, writers, features);
  }

  private static List<Holder> founders(CborReader cbor) {
    int count = cbor.readArray();
    List<Holder> founders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      founders.add(Holder.read(cbor));
    }
    return founders;
  }

  private static List<String> features(CborReader cbor) {
    int count = cbor.readArray();
    List<String> features = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      features.add(Features.requireKnown(cbor.readText()));
    }
    return features;
  }

  private static int size(CborReader cbor) {
    return (int) cbor.readUnsigned(Integer.MAX_VALUE);
  }
}
