package io.byssus.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a holder who only writes has, and what full holders have of his domain. */
class HostKeysTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  private final KeySecrets secrets = KeySecrets.generate();
  private final RepositoryKeys full = new RepositoryKeys(secrets, null, null);
  private final KeySecrets hostSecrets = secrets.newHost();
  private final RepositoryKeys host = reopened(hostSecrets);

  private static RepositoryKeys reopened(KeySecrets secrets) {
    return new RepositoryKeys(KeySecrets.decode(secrets.encode()), null, null);
  }

  @AfterEach
  void close() {
    full.close();
    host.close();
  }

  private static byte[] pack(RepositoryKeys keys) {
    try (WriterRun run = keys.startRun(Suite.AES_256_GCM)) {
      return Containers.seal(
          run.seal(ContainerKind.DATA_PACK, new byte[500]), List.of(new byte[4]));
    }
  }

  private static byte[] segment(RepositoryKeys keys) {
    return Containers.seal(
        keys.seal(ContainerKind.INDEX, Suite.AES_256_GCM, new byte[500]), List.of(new byte[4]));
  }

  @Test
  void sealsWhatFullHoldersOpenAndItselfDoesNot() {
    byte[] pack = pack(host);
    assertThatThrownBy(() -> Containers.open(host, ContainerKind.DATA_PACK, pack))
        .isInstanceOf(WrongKeyException.class);
    assertThatThrownBy(() -> Containers.open(full, ContainerKind.DATA_PACK, pack))
        .as("only with the keys of the domain")
        .isInstanceOf(WrongKeyException.class);
    RepositoryKeys domain = full.inDomain(host.domain(), 1);
    assertThat(Containers.open(domain, ContainerKind.DATA_PACK, pack).records()).hasSize(1);
    byte[] segment = segment(host);
    assertThat(Containers.open(domain, ContainerKind.INDEX, segment).records()).hasSize(1);
    assertThat(Containers.open(host, ContainerKind.INDEX, segment(domain)).records()).hasSize(1);
  }

  @Test
  void namesAndCutsAsNoOtherDomainDoes() {
    RepositoryKeys domain = full.inDomain(host.domain(), 1);
    assertThat(domain.chunkHasher().hash(CONTENT, 0, 7))
        .isEqualTo(host.chunkHasher().hash(CONTENT, 0, 7))
        .isNotEqualTo(full.chunkHasher().hash(CONTENT, 0, 7));
    assertThat(domain.gearTable()).isEqualTo(host.gearTable()).isNotEqualTo(full.gearTable());
    assertThat(domain.nameHasher().hash(CONTENT)).isEqualTo(host.nameHasher().hash(CONTENT));
    try (RepositoryKeys another = full.newHost()) {
      assertThat(another.domain()).isGreaterThan(Domain.FULL).isNotEqualTo(host.domain());
      assertThat(another.chunkHasher().hash(CONTENT, 0, 7))
          .isNotEqualTo(host.chunkHasher().hash(CONTENT, 0, 7));
      assertThatThrownBy(() -> Containers.open(another, ContainerKind.INDEX, segment(host)))
          .isInstanceOf(WrongKeyException.class);
    }
  }

  @Test
  void hasNothingThatOpensContentOrSignsForOthers() {
    EpochSecrets epoch = hostSecrets.newest();
    assertThat(epoch.content().privateKey()).isNull();
    assertThat(epoch.optional(SecretField.ROOT_SEED)).isNull();
    assertThat(epoch.optional(SecretField.AUTHOR_SEED)).isNull();
    for (SecretField field :
        List.of(
            SecretField.IDS_KEY,
            SecretField.GEAR_KEY,
            SecretField.MIXING_KEY,
            SecretField.NAMES_KEY)) {
      assertThat(hostSecrets.of(field)).as("%s", field).isNotEqualTo(secrets.of(field));
    }
    assertThat(epoch.of(SecretField.INDEX_KEY))
        .isNotEqualTo(secrets.newest().of(SecretField.INDEX_KEY));
    assertThat(host.writesOnly()).isTrue();
    assertThatThrownBy(() -> host.signAsRoot(CONTENT)).isInstanceOf(WrongKeyException.class);
    assertThatThrownBy(host::newHost).isInstanceOf(WrongKeyException.class);
    assertThatThrownBy(() -> host.inDomain(Domain.FULL, 1)).isInstanceOf(WrongKeyException.class);
  }

  @Test
  void signsWithAKeyOfItsOwn() {
    byte[] signature = host.signAsAuthor(CONTENT);
    assertThat(RepositoryKeys.verify(host.signerPublicKey(), CONTENT, signature)).isTrue();
    assertThat(RepositoryKeys.verify(full.signerPublicKey(), CONTENT, signature)).isFalse();
    assertThat(full.signerPublicKey()).isEqualTo(full.authorPublicKey());
    assertThat(host.authorPublicKey()).isEqualTo(full.authorPublicKey());
  }

  @Test
  void aLetterGivesItTheNextEpochAndNoMoreOfIt() {
    try (Secret passphrase = Secret.copyOf(CONTENT)) {
      NewKeyFile fullFile = file(full, passphrase);
      NewKeyFile hostFile = file(host, passphrase);
      RepositoryKeys anna = KeyFile.parse(fullFile.bytes()).unlock(passphrase);
      RepositoryKeys web = KeyFile.parse(hostFile.bytes()).unlock(passphrase);
      RepositoryKeys domain = anna.inDomain(web.domain(), 1);
      String hostId = KeyFile.id(hostFile.bytes());
      EpochLetter letter;
      try (NextEpoch next = anna.nextEpoch()) {
        letter =
            next.letter(
                3,
                Map.of(
                    KeyFile.id(fullFile.bytes()),
                    fullFile.publicKey(),
                    hostId,
                    hostFile.publicKey()),
                Map.of(hostId, web.domain()));
      }
      anna.admit(letter);
      web.admit(EpochLetter.decode(letter.encode()));
      assertThat(web.epoch()).isEqualTo(2);
      byte[] pack = pack(web);
      assertThat(Containers.open(domain, ContainerKind.DATA_PACK, pack).records()).hasSize(1);
      assertThatThrownBy(() -> Containers.open(web, ContainerKind.DATA_PACK, pack))
          .isInstanceOf(WrongKeyException.class);
      assertThatThrownBy(() -> Containers.open(web, ContainerKind.INDEX, segment(anna)))
          .isInstanceOf(WrongKeyException.class);
      assertThatThrownBy(() -> web.signAsRoot(CONTENT)).isInstanceOf(WrongKeyException.class);
      anna.close();
      assertThatIllegalStateException().as("wiped with them").isThrownBy(domain::chunkHasher);
      web.close();
    }
  }

  private static NewKeyFile file(RepositoryKeys keys, Secret passphrase) {
    return KeyFile.sealed(keys, passphrase, Argon2idParameters.of(8192, 1, 1));
  }

  @Test
  void whatItKeepsOnItsDiskOpensWithNothingElse() {
    try (RepositoryKeys cache = host.forCache()) {
      byte[] pack = pack(cache);
      assertThat(Containers.open(cache, ContainerKind.DATA_PACK, pack).records()).hasSize(1);
      RepositoryKeys domain = full.inDomain(host.domain(), 1);
      assertThatThrownBy(() -> Containers.open(domain, ContainerKind.DATA_PACK, pack))
          .isInstanceOf(DamagedRepositoryException.class);
      assertThatThrownBy(() -> Containers.open(cache, ContainerKind.DATA_PACK, pack(host)))
          .isInstanceOf(DamagedRepositoryException.class);
    }
    assertThatIllegalStateException().isThrownBy(full::forCache);
  }

  @Test
  void secretsOfHalfAHostAreRefused() {
    byte[] encoded = hostSecrets.encode();
    int at = 0;
    while (encoded[at] != 1 || encoded[at + 1] != 0x1b) {
      at++;
    }
    byte[] full = encoded.clone();
    for (int i = at + 2; i < at + 10; i++) {
      full[i] = (byte) (i == at + 9 ? 1 : 0);
    }
    assertThatThrownBy(() -> KeySecrets.decode(full))
        .isInstanceOf(DamagedRepositoryException.class);
  }
}
