/** Restoring a snapshot into a target. */
@NullMarked
package io.byssus.core.restore;

import org.jspecify.annotations.NullMarked;
