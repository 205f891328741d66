/** Keys, sealed containers, key derivation and digests: everything that a secret touches. */
@NullMarked
package io.byssus.crypto;

import org.jspecify.annotations.NullMarked;
