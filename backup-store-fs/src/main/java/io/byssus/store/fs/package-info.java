/** A blob store in a directory: one file for each blob, linked into place. */
@NullMarked
package io.byssus.store.fs;

import org.jspecify.annotations.NullMarked;
