package io.byssus.core.internal.engine;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.log.LogState;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.cbor.CborWriter;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Appends entries to the log that are valid, and that this version does not know. */
public final class LaterVersion {
  private static final String PURPOSE = "byssus log entry 1";
  private static final int FEATURE = 15;
  private static final int PARTS = 5;

  private final OpenRepository repository;

  /** Creates a writer of a later version. */
  public LaterVersion(OpenRepository repository) {
    this.repository = repository;
  }

  /** Says that a feature has to be known. */
  public void require(String feature) {
    append(FEATURE, cbor -> cbor.writeArray(1).writeText(feature));
  }

  /** Appends an entry of a type with nothing in it. */
  public void append(int type) {
    append(type, cbor -> cbor.writeArray(0));
  }

  private void append(int type, Consumer<CborWriter> change) {
    LogState state = repository.state();
    CborWriter cbor = new CborWriter().writeArray(PARTS).writeUnsigned(state.number() + 1);
    cbor.writeBytes(HexFormat.of().parseHex(state.hash())).writeInteger(0).writeUnsigned(type);
    change.accept(cbor);
    repository
        .store()
        .create(
            Log.entryKey(state.number() + 1),
            BlobBody.of(sealed(cbor.toByteArray())),
            CreateOptions.none());
  }

  private byte[] sealed(byte[] statement) {
    RepositoryKeys keys = repository.keys();
    byte[] signed =
        SignedStatement.sign(PURPOSE, statement, keys.rootPublicKey(), keys::signAsRoot);
    return SealedDocument.seal(
        ContainerKind.LOG_ENTRY,
        signed,
        buffer -> keys.seal(ContainerKind.LOG_ENTRY, repository.configuration().suite(), buffer));
  }
}
