/** Secrets and the providers that keep keys. */
@NullMarked
package io.byssus.api.key;

import org.jspecify.annotations.NullMarked;
