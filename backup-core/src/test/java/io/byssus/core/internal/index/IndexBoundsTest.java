package io.byssus.core.internal.index;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.cbor.CborWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexBoundsTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a payload too long to be sealed, 2147483647, 1, 2147483647, 16",
    "an unknown type of record,              332, 7,        200, 16",
    "a document,                             332, 126,      200, 16",
    "an id and a half,                       332, 1,        200, 24"
  })
  void aRecordThatContradictsItselfIsDamage(
      String what, long packLength, int type, long payloadLength, int idBytes) {
    CborWriter cbor = new CborWriter();
    cbor.writeArray(1).writeArray(6).writeBytes(new byte[16]).writeBytes(new byte[32]);
    cbor.writeUnsigned(3).writeUnsigned(packLength).writeUnsigned(100).writeArray(1);
    cbor.writeArray(4).writeUnsigned(type);
    cbor.writeUnsigned(payloadLength).writeUnsigned(1_000).writeBytes(new byte[idBytes]);
    byte[] payload = cbor.toByteArray();
    assertThatThrownBy(() -> new ChunkIndex.Builder().add("s", payload))
        .as(what)
        .isInstanceOf(DamagedRepositoryException.class);
  }
}
