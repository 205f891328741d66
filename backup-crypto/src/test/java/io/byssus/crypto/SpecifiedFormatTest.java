package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Reads a container by the letter of docs/format.md, section 2, with nothing but the JDK. */
class SpecifiedFormatTest {
  private static final byte[] SECRET = Containers.payload(20, 32);
  private static final byte[] CONTEXT = Containers.payload(21, 16);

  private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }

  private static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static byte[] unmasked(byte[] maskKey, long position, byte[] masked)
      throws GeneralSecurityException {
    byte[] stream = hmac(maskKey, ByteBuffer.allocate(8).putLong(position).array());
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= stream[i];
    }
    return masked;
  }

  @Test
  void aContainerIsReadByItsSpecificationAndNoNonceRepeats() throws GeneralSecurityException {
    List<byte[]> payloads =
        List.of(
            Containers.payload(1, 0),
            Containers.payload(2, 10),
            Containers.payload(3, 65_536),
            Containers.payload(4, 131_072),
            Containers.payload(5, 140_000));
    ContainerHeader header =
        ContainerHeader.fresh(ContainerKind.CONFIG, Suite.AES_256_GCM, 0, 0, new byte[0]);
    byte[] file =
        Containers.seal(new ContainerSealer(header, SECRET, CONTEXT, new byte[400_000]), payloads);

    assertThat(part(file, 0, 12))
        .isEqualTo(new byte[] {'B', 'Y', 'S', 'S', 'U', 'S', 0, 1, 1, 1, 0, 0});
    assertThat(part(file, 12, 32)).containsOnly(0);
    byte[] prk = hmac(part(file, 32, 64), SECRET);
    byte[] info =
        ContainerKeys.joined("byssus container 1".getBytes(US_ASCII), part(file, 0, 64), CONTEXT);
    byte[] key = hmac(prk, info, new byte[] {1});
    byte[] maskKey = hmac(prk, key, info, new byte[] {2});
    byte[] commitment = hmac(prk, maskKey, info, new byte[] {3});
    assertThat(part(file, 64, 96)).isEqualTo(commitment);
    byte[] binding = MessageDigest.getInstance("SHA-256").digest(part(file, 0, 96));

    int end = file.length - 8;
    long directory = ByteBuffer.wrap(unmasked(maskKey, -1, part(file, end, file.length))).getLong();
    Set<ByteBuffer> nonces = new HashSet<>();
    int segmentsSeen = 0;
    int position = 96;
    for (int record = 0; position < end; record++) {
      byte[] plainHeader = unmasked(maskKey, position, part(file, position, position + 16));
      ByteBuffer fields = ByteBuffer.wrap(plainHeader);
      boolean last = position == directory;
      assertThat(fields.get(0)).isEqualTo((byte) (last ? 127 : 126));
      assertThat(part(plainHeader, 1, 8)).isEqualTo(new byte[] {'n', 'o', 'n', 'e', 0, 0, 0});
      int length = fields.getInt(8);
      assertThat(fields.getInt(12)).isEqualTo(length);
      int segments = Math.max(1, (length + 65_535) / 65_536);
      ByteBuffer payload = ByteBuffer.allocate(length);
      int at = position + 16;
      for (int segment = 0; segment < segments; segment++) {
        int plain = Math.min(65_536, length - segment * 65_536);
        int counter = segment == segments - 1 ? segment + 0x8000_0000 : segment;
        byte[] nonce = ByteBuffer.allocate(12).putLong(position).putInt(counter).array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
            Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(binding);
        cipher.updateAAD(plainHeader);
        payload.put(cipher.doFinal(file, at, plain + 16));
        nonces.add(ByteBuffer.wrap(nonce));
        segmentsSeen++;
        at += plain + 16;
      }
      if (last) {
        assertThat(payload.array()[0]).isEqualTo((byte) (0x80 + payloads.size()));
      } else {
        assertThat(payload.array()).isEqualTo(payloads.get(record));
      }
      position = at;
    }
    assertThat(position).isEqualTo(end);
    assertThat(segmentsSeen).isEqualTo(1 + 1 + 1 + 2 + 3 + 1);
    assertThat(nonces).hasSize(segmentsSeen);
  }

  @Test
  void equalContainersShareNeitherSaltNorKey() {
    Set<ByteBuffer> salts = new HashSet<>();
    Set<ByteBuffer> commitments = new HashSet<>();
    try (RepositoryKeys keys = RepositoryKeys.generate();
        WriterRun run = keys.startRun(Suite.AES_256_GCM)) {
      for (int i = 0; i < 100; i++) {
        byte[] pack = Containers.seal(run.seal(ContainerKind.DATA_PACK, new byte[500]), List.of());
        salts.add(ByteBuffer.wrap(part(pack, 32, 64)));
        commitments.add(ByteBuffer.wrap(part(pack, 96, 128)));
      }
    }
    assertThat(salts).hasSize(100);
    assertThat(commitments).hasSize(100);
  }
}
