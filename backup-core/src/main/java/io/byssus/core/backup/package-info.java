/** Backing a source up. */
@NullMarked
package io.byssus.core.backup;

import org.jspecify.annotations.NullMarked;
