/** Keys, sealed containers, key derivation, digests and deterministic CBOR. */
module io.byssus.crypto {
  requires transitive io.byssus.api;
  requires static org.jspecify;
  requires org.bouncycastle.provider;

  exports io.byssus.crypto;
  exports io.byssus.crypto.cbor;
}
