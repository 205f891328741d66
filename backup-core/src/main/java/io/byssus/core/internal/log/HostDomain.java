package io.byssus.core.internal.log;

import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.HexFormat;

/**
 * The domain of a holder who only writes. It outlasts its holder, for the snapshots that are in it.
 *
 * @param number of the domain, from 2
 * @param epoch in which it began
 * @param author the public key that signs its entries of the log: 64 hexadecimal digits
 * @param holder the name of the key file: what its author signs counts as long as that is a holder
 * @param label the holder's name for people
 */
public record HostDomain(long number, int epoch, String author, String holder, String label) {
  private static final int PARTS = 5;
  private static final int BYTES = 32;

  void write(CborWriter cbor) {
    cbor.writeArray(PARTS).writeUnsigned(number).writeUnsigned(epoch);
    cbor.writeBytes(HexFormat.of().parseHex(author)).writeBytes(HexFormat.of().parseHex(holder));
    cbor.writeText(label);
  }

  static HostDomain read(CborReader cbor) {
    Parts.expect(cbor.readArray() == PARTS, "a domain");
    return new HostDomain(
        cbor.readUnsigned(),
        (int) cbor.readUnsigned(Integer.MAX_VALUE),
        HexFormat.of().formatHex(cbor.readBytes(BYTES)),
        HexFormat.of().formatHex(cbor.readBytes(BYTES)),
        cbor.readText());
  }
}
