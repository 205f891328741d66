/** Deterministic CBOR (RFC 8949, section 4.2.1), the encoding of all metadata in a repository. */
@NullMarked
package io.byssus.crypto.cbor;

import org.jspecify.annotations.NullMarked;
