/** Directories as chunks. */
@NullMarked
package io.byssus.core.internal.tree;

import org.jspecify.annotations.NullMarked;
