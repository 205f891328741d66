/** Targets that can be restored into: directories of this machine. */
@NullMarked
package io.byssus.core.target;

import org.jspecify.annotations.NullMarked;
