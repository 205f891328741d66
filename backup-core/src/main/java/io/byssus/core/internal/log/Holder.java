package io.byssus.core.internal.log;

import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.HexFormat;

/**
 * A holder of keys, as the log knows it.
 *
 * @param id the name of the key file: 64 hexadecimal digits
 * @param slot how the key file is opened: 1 passphrase, 2 key provider, 3 recovery key
 * @param label a name for people
 * @param created seconds since 1970, for people
 * @param publicKey to write letters about new epochs to: 64 hexadecimal digits
 */
public record Holder(String id, int slot, String label, long created, String publicKey) {
  private static final int PARTS = 5;
  private static final int MAX_SLOT = 255;

  /** Writes the holder. */
  public void write(CborWriter cbor) {
    cbor.writeArray(PARTS).writeBytes(HexFormat.of().parseHex(id));
    cbor.writeUnsigned(slot).writeText(label).writeInteger(created);
    cbor.writeBytes(HexFormat.of().parseHex(publicKey));
  }

  /** Reads a holder. */
  public static Holder read(CborReader cbor) {
    Parts.expect(cbor.readArray() == PARTS, "a holder");
    return new Holder(
        HexFormat.of().formatHex(cbor.readBytes(32)),
        (int) cbor.readUnsigned(MAX_SLOT),
        cbor.readText(),
        cbor.readInteger(),
        HexFormat.of().formatHex(cbor.readBytes(32)));
  }
}
